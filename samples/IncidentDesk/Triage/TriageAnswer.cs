using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentDesk.Triage;

/// <summary>Reads what the model said of a batch: lines like <c>12: symptom</c>, in whatever dress.</summary>
internal static partial class TriageAnswer
{
    public static IReadOnlyList<LineLabel> Read(string answer, int count)
    {
        var labels = new LineLabel[count];
        Array.Fill(labels, LineLabel.Unlabelled);
        foreach (Match match in Entry().Matches(answer))
        {
            if (
                int.TryParse(
                    match.Groups["n"].ValueSpan,
                    CultureInfo.InvariantCulture,
                    out var number
                )
                && number >= 1
                && number <= count
                && Enum.TryParse<LineLabel>(
                    match.Groups["label"].ValueSpan,
                    ignoreCase: true,
                    out var label
                )
            )
            {
                labels[number - 1] = label;
            }
        }

        return labels;
    }

    [GeneratedRegex(
        @"^[^\w\r\n]*(?<n>\d{1,6})\W+(?<label>noise|symptom|suspect|change)\b",
        RegexOptions.IgnoreCase
            | RegexOptions.Multiline
            | RegexOptions.CultureInvariant
            | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Entry();
}
