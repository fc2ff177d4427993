using System.Globalization;
using SkRouter.FaultBench.Running;

namespace SkRouter.FaultBench.Printing;

/// <summary>The rows as a Markdown table; modes in which a fault came to the same share a row.</summary>
internal static class FaultTable
{
    private static readonly string[] Head =
    [
        "fault of the first provider",
        "asked through",
        "the caller got",
        "requests to first + second",
        "after",
        "served by, tokens in + out",
    ];

    public static IReadOnlyList<FaultRow> Merge(IReadOnlyList<FaultRow> rows) =>
        [
            .. rows.GroupBy(row =>
                    (
                        row.Fault,
                        row.Verdict,
                        row.PrimaryRequests,
                        row.FallbackRequests,
                        Rounded(row),
                        row.Served,
                        string.Join('|', row.Wrong)
                    )
                )
                .Select(group =>
                    group.First() with
                    {
                        Modes = [.. group.SelectMany(row => row.Modes)],
                    }
                ),
        ];

    public static void Write(IReadOnlyList<FaultRow> rows, TextWriter output)
    {
        string[][] cells = [Head, .. Merge(rows).Select(Cells)];
        var widths = Enumerable
            .Range(0, Head.Length)
            .Select(i => cells.Max(row => row[i].Length))
            .ToArray();
        for (var i = 0; i < cells.Length; i++)
        {
            output.WriteLine(Line(cells[i], widths, ' '));
            if (i == 0)
            {
                output.WriteLine(Line([.. widths.Select(_ => "")], widths, '-'));
            }
        }

        foreach (var row in rows.Where(row => row.Wrong.Count > 0))
        {
            output.WriteLine();
            output.WriteLine($"WRONG: {row.Fault}, {row.Modes[0]}: {string.Join("; ", row.Wrong)}");
        }
    }

    private static string Line(string[] cells, int[] widths, char fill) =>
        "| " + string.Join(" | ", cells.Select((cell, i) => cell.PadRight(widths[i], fill))) + " |";

    private static string[] Cells(FaultRow row) =>
        [
            row.Fault,
            Modes(row.Modes),
            row.Verdict,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{row.PrimaryRequests} + {row.FallbackRequests}"
            ),
            Rounded(row),
            row.Served,
        ];

    private static string Modes(IReadOnlyList<string> modes) =>
        modes.Count == Mode.All.Count ? "both faces, plain and streamed"
        : modes.Count == 2 && modes.All(mode => mode.EndsWith("streamed", StringComparison.Ordinal))
            ? "both faces, streamed"
        : modes.Count == 2 && modes.All(mode => mode.EndsWith("plain", StringComparison.Ordinal))
            ? "both faces, plain"
        : string.Join("; ", modes);

    private static string Rounded(FaultRow row) =>
        row.Seconds < 1
            ? "< 1 s"
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(row.Seconds):0} s");
}
