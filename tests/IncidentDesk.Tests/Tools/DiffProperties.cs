using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IncidentDesk.Tools;

namespace IncidentDesk.Tests.Tools;

public class DiffProperties
{
    private static readonly Gen<string> Text =
        from lines in Gen.Elements("a\n", "b\n", "c\n", "\n").ListOf()
        from end in Gen.Elements("", "last")
        select string.Concat(lines) + end;

    [Property(MaxTest = 1000)]
    public Property Between_AnyTwoTexts_TurnsOneIntoTheOther() =>
        Prop.ForAll(
            Text.ToArbitrary(),
            Text.ToArbitrary(),
            static (before, after) =>
                Apply(before, UnifiedDiff.Between("f", before, after)) == after
        );

    private static string Apply(string text, string diff)
    {
        var lines = text.Split('\n').Select(static line => line + "\n").ToList();
        lines[^1] = lines[^1][..^1];
        lines.RemoveAll(static line => line.Length == 0);
        var result = new List<string>();
        var at = 0;
        var parts = diff.Split('\n');
        for (var i = 0; i < parts.Length; i++)
        {
            var open = i + 1 < parts.Length && parts[i + 1].StartsWith('\\');
            var line = parts[i].Length > 0 ? parts[i][1..] + (open ? "" : "\n") : "";
            if (parts[i].StartsWith("@@ -", StringComparison.Ordinal))
            {
                var range = parts[i][4..parts[i].IndexOf(' ', 4)].Split(',');
                var start = int.Parse(range[0], System.Globalization.CultureInfo.InvariantCulture);
                var before = range[1] == "0" ? start : start - 1;
                result.AddRange(lines[at..before]);
                at = before;
            }
            else if (
                parts[i].StartsWith("---", StringComparison.Ordinal)
                || parts[i].StartsWith("+++", StringComparison.Ordinal)
                || parts[i].StartsWith('\\')
                || parts[i].Length == 0
            )
            {
                continue;
            }
            else if (parts[i][0] == '+')
            {
                result.Add(line);
            }
            else
            {
                if (lines[at] != line)
                {
                    return "the diff does not fit";
                }

                at++;
                if (parts[i][0] == ' ')
                {
                    result.Add(line);
                }
            }
        }

        result.AddRange(lines[at..]);
        return string.Concat(result);
    }
}
