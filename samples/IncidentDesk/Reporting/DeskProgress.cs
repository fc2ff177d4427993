using System.Globalization;

namespace IncidentDesk.Reporting;

/// <summary>Says what happens while it happens, one plain line each, from any thread.</summary>
internal sealed class DeskProgress(TextWriter output, TimeProvider time)
{
    private const int QuotedLines = 6;
    private const int LongestLine = 150;

    private readonly Lock _gate = new();
    private readonly long _started = time.GetTimestamp();

    public void Say(string who, string what)
    {
        var seconds = time.GetElapsedTime(_started).TotalSeconds;
        lock (_gate)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{seconds, 7:0.0} s  {who, -12}  {OneLine(what)}"
                )
            );
        }
    }

    /// <summary>The first lines of what somebody said.</summary>
    public void Quote(string who, string text)
    {
        var lines = text.Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        foreach (var line in lines.Take(QuotedLines))
        {
            Say(who, "| " + line);
        }

        if (lines.Length > QuotedLines)
        {
            Say(
                who,
                FormattableString.Invariant($"| ... and {lines.Length - QuotedLines} more lines")
            );
        }
    }

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestLine ? line : line[..LongestLine] + "...";
    }
}
