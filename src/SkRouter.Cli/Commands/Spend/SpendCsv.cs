using System.Globalization;

namespace SkRouter.Cli.Commands.Spend;

/// <summary>The rows of an answer as CSV (RFC 4180), numbers with a point and without rounding.</summary>
internal static class SpendCsv
{
    private static readonly (string Name, Func<SpendLine, IFormattable?> Of)[] Numbers =
    [
        ("round_trips", line => line.RoundTrips),
        ("unanswered", line => line.Unanswered),
        ("attempts", line => line.Attempts),
        ("fallbacks", line => line.Fallbacks),
        ("input_tokens", line => line.InputTokens),
        ("cache_read_tokens", line => line.CacheReadTokens),
        ("output_tokens", line => line.OutputTokens),
        ("cost_usd", line => line.CostUsd),
        ("baseline_usd", line => line.BaselineUsd),
        ("saved_usd", line => line.SavedUsd),
        ("unpriced", line => line.Unpriced),
        ("latency_median_ms", line => line.LatencyMedianMs),
        ("latency_p95_ms", line => line.LatencyP95Ms),
        ("first_token_median_ms", line => line.FirstTokenMedianMs),
        ("first_token_p95_ms", line => line.FirstTokenP95Ms),
    ];

    public static IEnumerable<string> Of(SpendAnswer answer)
    {
        yield return string.Join(
            ',',
            [Quoted(answer.By), .. Numbers.Select(number => number.Name)]
        );
        foreach (var line in answer.Rows)
        {
            yield return string.Join(
                ',',
                [
                    Quoted(line.Name ?? ""),
                    .. Numbers.Select(number =>
                        number.Of(line)?.ToString(null, CultureInfo.InvariantCulture) ?? ""
                    ),
                ]
            );
        }
    }

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n")
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
