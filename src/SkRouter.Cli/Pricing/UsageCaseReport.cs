using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SkRouter.Cli.CatalogImport;

namespace SkRouter.Cli.Pricing;

/// <summary>How many cases match, and which do not.</summary>
internal sealed record UsageCaseReport(
    int Total,
    IReadOnlyList<(UsageCase Case, string Reason)> Mismatches
)
{
    private const int MismatchesShown = 10;

    public int Matched => Total - Mismatches.Count;

    public static UsageCaseReport Read(IEnumerable<string> lines, UsageCaseCheck check)
    {
        var mismatches = new List<(UsageCase, string)>();
        int line = 0,
            total = 0;
        foreach (var text in lines)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            total++;
            var expected = UsageCase.Parse(text, line);
            if (check.Mismatch(expected) is { } reason)
            {
                mismatches.Add((expected, reason));
            }
        }

        return new(total, mismatches);
    }

    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Matched}/{Total}");
        foreach (var (expected, reason) in Mismatches.Take(MismatchesShown))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\nline {expected.Line}, {expected.Provider}/{expected.Model} ({expected.Flavor}): {reason}"
            );
        }

        if (Mismatches.Count > MismatchesShown)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n... and {Mismatches.Count - MismatchesShown} more"
            );
        }

        return text.ToString();
    }

    public string ToJson() =>
        new JsonObject
        {
            ["matched"] = Matched,
            ["total"] = Total,
            ["mismatches"] = new JsonArray([
                .. Mismatches.Select(mismatch => new JsonObject
                {
                    ["line"] = mismatch.Case.Line,
                    ["provider"] = mismatch.Case.Provider,
                    ["flavor"] = mismatch.Case.Flavor,
                    ["model"] = mismatch.Case.Model,
                    ["reason"] = mismatch.Reason,
                }),
            ]),
        }.ToJsonString(CatalogText.Options);
}
