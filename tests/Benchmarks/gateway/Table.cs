using System.Globalization;

namespace SkRouter.Benchmarks.Gateway;

/// <summary>Writes a table that a README can hold as it is.</summary>
internal static class Table
{
    public static void Print(string title, IReadOnlyList<string> heads, IEnumerable<TableRow> rows)
    {
        Console.WriteLine();
        Console.WriteLine(title);
        Console.WriteLine();
        Console.WriteLine($"| server | {string.Join(" | ", heads)} |");
        Console.WriteLine($"| --- |{string.Concat(Enumerable.Repeat(" ---: |", heads.Count))}");
        foreach (var row in rows)
        {
            Console.WriteLine($"| {row.Name} | {string.Join(" | ", row.Figures.Select(Text))} |");
        }
    }

    private static string Text(double figure) =>
        double.IsNaN(figure) || double.IsInfinity(figure) ? ""
        : Math.Abs(figure) >= 100 ? figure.ToString("N0", CultureInfo.InvariantCulture)
        : figure.ToString("0.00", CultureInfo.InvariantCulture);
}
