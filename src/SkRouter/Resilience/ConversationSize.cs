using System.Globalization;
using System.Text.RegularExpressions;
using SkRouter.Pipeline;

namespace SkRouter.Resilience;

/// <summary>Says how long a conversation is and may be, in tokens.</summary>
/// <param name="Tokens">An estimate, which is never below the maximum where a provider found it too long.</param>
/// <param name="Maximum">The largest window of the candidates.</param>
internal sealed partial record ConversationSize(long Tokens, long Maximum)
{
    private const int MatchTimeout = 1_000;

    /// <returns>Null if no candidate's window is known.</returns>
    public static ConversationSize? Of(ModelInvocationContext context)
    {
        var windows = (context.Pinned ?? context.RoleModel.Deployments)
            .Select(deployment => deployment.ContextWindow)
            .OfType<long>()
            .ToList();
        if (windows.Count == 0)
        {
            return null;
        }

        var maximum = windows.Max();
        return new(Math.Max(context.Needs.InputTokens, maximum + 1), maximum);
    }

    /// <summary>Reads the sizes from a provider's own words.</summary>
    /// <returns>Null if it does not say both.</returns>
    public static ConversationSize? Stated(string? words)
    {
        if (words is null)
        {
            return null;
        }

        try
        {
            var sum = Sum().Match(words);
            if (sum.Success)
            {
                return Of(
                    Number(sum.Groups["a"]) + Number(sum.Groups["b"]),
                    Number(sum.Groups["max"])
                );
            }

            long most = 0;
            foreach (Match number in Numbers().Matches(words))
            {
                most = Math.Max(most, Number(number));
            }

            return Of(most, Number(After().Match(words).Groups["max"]))
                ?? Of(most, Number(Before().Match(words).Groups["max"]));
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static ConversationSize? Of(long tokens, long maximum) =>
        maximum >= 128 && tokens > maximum ? new(tokens, maximum) : null;

    private static long Number(Capture digits) =>
        long.TryParse(
            digits.ValueSpan,
            NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : 0;

    // "90402 + 116650 > 204648"
    [GeneratedRegex(
        """(?<a>\d[\d,]{0,14}) \+ (?<b>\d[\d,]{0,14}) > (?<max>\d[\d,]{0,14})""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        MatchTimeout
    )]
    private static partial Regex Sum();

    [GeneratedRegex(
        """(?<![\d.\-_a-zA-Z])\d[\d,]{2,14}(?![\d.\-_a-zA-Z]*[a-zA-Z])""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        MatchTimeout
    )]
    private static partial Regex Numbers();

    // "maximum context length is 8192", "context size (4096 tokens)", "> 200000 maximum"
    [GeneratedRegex(
        """(maximum|max|limit|window|size|length|allowed|supports?|up to|>)\D{0,40}?(?<max>\d[\d,]{2,14})""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        MatchTimeout
    )]
    private static partial Regex After();

    // "too large for model with 32768 maximum context length"
    [GeneratedRegex(
        """(?<max>\d[\d,]{2,14})[ -](tokens? )?(maximum|limit|context)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        MatchTimeout
    )]
    private static partial Regex Before();
}
