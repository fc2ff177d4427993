using System.Text.RegularExpressions;

namespace IncidentDesk.Tools;

/// <summary>Finds lines, by a piece of text or a regular expression.</summary>
internal sealed class LogSearch(IncidentFolder folder)
{
    public const int MostMatches = 200;

    private const int LongestLine = 300;
    private const int LongestPattern = 300;
    private static readonly TimeSpan RegexTime = TimeSpan.FromSeconds(1);

    public string Search(
        string pattern,
        bool regex,
        string? file,
        int maxMatches,
        CancellationToken cancellation
    )
    {
        var matches = Matcher(pattern, regex);
        var most = Math.Clamp(maxMatches, 1, MostMatches);
        IEnumerable<string> files = string.IsNullOrWhiteSpace(file)
            ? folder.Logs()
            : [folder.Relative(file)];
        var shown = new List<string>();
        var total = 0;
        foreach (var name in files)
        {
            var number = 0;
            foreach (var line in File.ReadLines(folder.Resolve(name)))
            {
                cancellation.ThrowIfCancellationRequested();
                number++;
                if (matches(line) && ++total <= most)
                {
                    shown.Add(FormattableString.Invariant($"{name}:{number}: {Cut(line)}"));
                }
            }
        }

        shown.Add(
            total > most
                ? FormattableString.Invariant($"{total} matches, the first {most} shown")
                : FormattableString.Invariant($"{total} matches")
        );
        return string.Join('\n', shown);
    }

    private static Func<string, bool> Matcher(string pattern, bool regex)
    {
        if (string.IsNullOrEmpty(pattern) || pattern.Length > LongestPattern)
        {
            throw new ToolInputException(
                FormattableString.Invariant(
                    $"the pattern must have 1 to {LongestPattern} characters"
                )
            );
        }

        if (!regex)
        {
            return line => line.Contains(pattern, StringComparison.OrdinalIgnoreCase);
        }

        try
        {
            // Without backtracking no pattern, however unlucky, takes more than linear time.
            var compiled = new Regex(
                pattern,
                RegexOptions.NonBacktracking
                    | RegexOptions.IgnoreCase
                    | RegexOptions.CultureInvariant,
                RegexTime
            );
            return compiled.IsMatch;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new ToolInputException(
                $"the pattern is not a usable regular expression: {exception.Message}"
            );
        }
    }

    private static string Cut(string line) =>
        line.Length <= LongestLine ? line : line[..LongestLine] + "...";
}
