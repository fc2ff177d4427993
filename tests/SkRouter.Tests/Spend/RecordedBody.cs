using System.Globalization;
using System.Text.RegularExpressions;
using SkRouter.Spend;

namespace SkRouter.Tests.Spend;

/// <summary>A recorded answer as its provider sent it, and what a plain search of its text says of usage.</summary>
internal sealed partial record RecordedBody(string Name, string Provider, string Path, string Text)
{
    public string Flavor =>
        Path.Contains("generateContent", StringComparison.OrdinalIgnoreCase)
            ? UsageFormats.GenerateContent
        : Path.Contains("/messages", StringComparison.Ordinal) ? UsageFormats.Messages
        : Path.Contains("/responses", StringComparison.Ordinal) ? UsageFormats.Responses
        : Path.Contains("/embeddings", StringComparison.Ordinal) ? "embeddings"
        : UsageFormats.ChatCompletions;

    public bool ReportsUsage => Block().IsMatch(Text);

    /// <summary>The total that the provider states last, unless it lists what each of several models used.</summary>
    public long? StatedTotal =>
        !Text.Contains("usage_breakdown", StringComparison.Ordinal)
        && Totals().Matches(Text) is { Count: > 0 } totals
            ? long.Parse(totals[^1].Groups["n"].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex("\"(?:usage|usageMetadata)\":\\s*\\{", RegexOptions.None, 5_000)]
    private static partial Regex Block();

    [GeneratedRegex(
        "\"(?:total_tokens|totalTokenCount)\":\\s*(?<n>\\d+)",
        RegexOptions.ExplicitCapture,
        5_000
    )]
    private static partial Regex Totals();
}
