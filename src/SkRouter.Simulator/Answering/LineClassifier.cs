using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Answering;

/// <summary>Computes an answer of one line per input line.</summary>
internal sealed partial class LineClassifier(
    LineClassification source,
    Regex line,
    IReadOnlyList<(Regex Pattern, string Label)> labels
)
{
    public string Classify(SimulatedRequest request)
    {
        var input =
            source.From == "toolResult"
                ? (request.ToolResults is [.., var last] ? last : "")
                : request.User;
        var output = new List<string>();
        foreach (var raw in input.Split('\n'))
        {
            var text = raw.TrimEnd('\r');
            if (line.Match(text) is { Success: true } match)
            {
                output.Add(Format(text, match, output.Count + 1));
            }
        }

        return source.Prefix + string.Join(source.Separator, output) + source.Suffix;
    }

    private string Format(string text, Match match, int index)
    {
        var classified = match.Groups["line"] is { Success: true } group ? group.Value : text;
        var label =
            labels.FirstOrDefault(candidate => candidate.Pattern.IsMatch(classified)).Label
            ?? source.Default;
        var output = new StringBuilder();
        var at = 0;
        foreach (Match slot in Slot().Matches(source.Format))
        {
            output.Append(source.Format, at, slot.Index - at);
            output.Append(Value(slot.Groups["name"].Value) ?? slot.Value);
            at = slot.Index + slot.Length;
        }

        return output.Append(source.Format, at, source.Format.Length - at).ToString();

        string? Value(string name) =>
            match.Groups[name] is { Success: true } captured
                ? captured.Value
                : name switch
                {
                    "n" => index.ToString(CultureInfo.InvariantCulture),
                    "label" => label,
                    "line" => text,
                    _ => null,
                };
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Slot();
}
