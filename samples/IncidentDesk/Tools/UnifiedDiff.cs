using System.Text;

namespace IncidentDesk.Tools;

/// <summary>The difference of two texts in the form that <c>patch</c> and <c>git apply</c> read.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;
    private const int LargestTable = 25_000_000;

    public static string Between(string path, string before, string after)
    {
        var edits = Edits(Lines(before), Lines(after));
        if (edits.TrueForAll(static edit => edit.Kind == ' '))
        {
            return "";
        }

        var text = new StringBuilder();
        text.Append("--- a/").Append(path).Append('\n').Append("+++ b/").Append(path).Append('\n');
        foreach (var (start, end) in Hunks(edits))
        {
            AppendHunk(text, edits, start, end);
        }

        return text.ToString();
    }

    // Each line keeps its line feed; only the last may lack one.
    private static string[] Lines(string text)
    {
        var parts = text.Split('\n');
        var lines = parts[..^1].Select(static line => line + "\n");
        return parts[^1].Length == 0 ? [.. lines] : [.. lines, parts[^1]];
    }

    private static List<(char Kind, string Line)> Edits(string[] before, string[] after)
    {
        var head = 0;
        while (head < before.Length && head < after.Length && before[head] == after[head])
        {
            head++;
        }

        var tail = 0;
        while (
            tail < before.Length - head
            && tail < after.Length - head
            && before[^(tail + 1)] == after[^(tail + 1)]
        )
        {
            tail++;
        }

        var edits = before[..head].Select(static line => (' ', line)).ToList();
        edits.AddRange(
            Middle(before[head..(before.Length - tail)], after[head..(after.Length - tail)])
        );
        edits.AddRange(before[(before.Length - tail)..].Select(static line => (' ', line)));
        return edits;
    }

    // Longest common subsequence; what is common at both ends is gone already, so the table stays small.
    private static List<(char Kind, string Line)> Middle(string[] before, string[] after)
    {
        if ((long)before.Length * after.Length > LargestTable)
        {
            return
            [
                .. before.Select(static line => ('-', line)),
                .. after.Select(static line => ('+', line)),
            ];
        }

        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] =
                    before[i] == after[j]
                        ? common[i + 1, j + 1] + 1
                        : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return Walk(before, after, common);
    }

    private static List<(char Kind, string Line)> Walk(
        string[] before,
        string[] after,
        int[,] common
    )
    {
        var edits = new List<(char, string)>();
        var (i, j) = (0, 0);
        while (i < before.Length || j < after.Length)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                edits.Add((' ', before[i++]));
                j++;
            }
            else if (
                j >= after.Length
                || (i < before.Length && common[i + 1, j] >= common[i, j + 1])
            )
            {
                edits.Add(('-', before[i++]));
            }
            else
            {
                edits.Add(('+', after[j++]));
            }
        }

        return edits;
    }

    private static IEnumerable<(int Start, int End)> Hunks(List<(char Kind, string Line)> edits)
    {
        var start = -1;
        var end = -1;
        for (var i = 0; i < edits.Count; i++)
        {
            if (edits[i].Kind == ' ')
            {
                continue;
            }

            if (start >= 0 && i - Context > end)
            {
                yield return (start, end);
                start = -1;
            }

            start = start < 0 ? Math.Max(0, i - Context) : start;
            end = Math.Min(edits.Count, i + Context + 1);
        }

        if (start >= 0)
        {
            yield return (start, end);
        }
    }

    private static void AppendHunk(
        StringBuilder text,
        List<(char Kind, string Line)> edits,
        int start,
        int end
    )
    {
        var hunk = edits[start..end];
        var oldStart = edits[..start].Count(static edit => edit.Kind != '+');
        var newStart = edits[..start].Count(static edit => edit.Kind != '-');
        var oldCount = hunk.Count(static edit => edit.Kind != '+');
        var newCount = hunk.Count(static edit => edit.Kind != '-');
        text.Append("@@ -")
            .Append(Range(oldStart, oldCount))
            .Append(" +")
            .Append(Range(newStart, newCount))
            .Append(" @@\n");
        foreach (var (kind, line) in hunk)
        {
            text.Append(kind).Append(line);
            if (!line.EndsWith('\n'))
            {
                text.Append("\n\\ No newline at end of file\n");
            }
        }
    }

    private static string Range(int start, int count) =>
        FormattableString.Invariant($"{(count == 0 ? start : start + 1)},{count}");
}
