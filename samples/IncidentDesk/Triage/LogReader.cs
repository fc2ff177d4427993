using IncidentDesk.Tools;

namespace IncidentDesk.Triage;

/// <summary>Reads the logs that triage gets to see.</summary>
internal static class LogReader
{
    /// <summary>Triage is cheap, not free: of longer logs it sees the last lines of each file.</summary>
    public const int MostLines = 3000;

    private const int LongestLine = 400;

    public static (IReadOnlyList<LogLine> Lines, int Left) Read(IncidentFolder folder)
    {
        var logs = folder.Logs().ToList();
        var lines = new List<LogLine>();
        var left = 0;
        foreach (var log in logs)
        {
            var all = File.ReadLines(folder.Resolve(log))
                .Select(
                    (text, i) =>
                        new LogLine(
                            log,
                            i + 1,
                            text.Length <= LongestLine ? text : text[..LongestLine]
                        )
                )
                .Where(static line => !string.IsNullOrWhiteSpace(line.Text))
                .ToList();
            var most = Math.Max(1, MostLines / logs.Count);
            left += Math.Max(0, all.Count - most);
            lines.AddRange(all.TakeLast(most));
        }

        return (lines, left);
    }
}
