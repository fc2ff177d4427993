using System.Text;
using IncidentDesk.Tools;
using IncidentDesk.Triage;

namespace IncidentDesk.Desk;

/// <summary>Reads what the team starts with.</summary>
internal static class CaseOpening
{
    private const int LongestBrief = 24_000;

    public static CaseFile Open(IncidentFolder folder)
    {
        var (lines, left) = LogReader.Read(folder);
        if (lines.Count == 0)
        {
            throw new InvalidOperationException(
                $"'{folder.Root}' holds no log lines; put the logs there as *.log files."
            );
        }

        var brief = new StringBuilder();
        foreach (var file in folder.Files().Where(IsDocument))
        {
            brief
                .Append("### ")
                .Append(file)
                .Append('\n')
                .Append(File.ReadAllText(folder.Resolve(file)).Trim())
                .Append("\n\n");
        }

        if (brief.Length > LongestBrief)
        {
            brief.Length = LongestBrief;
            brief.Append("\n(cut here)");
        }

        return new()
        {
            Brief = brief.Length == 0 ? "(no documents)" : brief.ToString().Trim(),
            Lines = lines,
            LinesLeftOut = left,
        };
    }

    private static bool IsDocument(string file) =>
        !file.Contains('/', StringComparison.Ordinal)
        && Path.GetExtension(file).ToUpperInvariant() is ".MD" or ".TXT";
}
