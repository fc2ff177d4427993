using SkRouter.Pipeline;

namespace SkRouter.Spend;

/// <summary>Usage where the provider reports none. Marked as estimated, so that nobody takes it for the invoice.</summary>
internal static class UsageEstimate
{
    public static TokenUsage Of(ModelInvocationContext context, string answer) =>
        Of(context.Needs.InputTokens, TokenEstimator.Estimate(answer));

    /// <summary>For a stream whose text is not kept, but counted as it went by.</summary>
    public static TokenUsage Of(ModelInvocationContext context, long outputTokens) =>
        Of(context.Needs.InputTokens, outputTokens);

    private static TokenUsage Of(long input, long output) =>
        new()
        {
            InputTokens = input,
            OutputTokens = Math.Max(1, output),
            Estimated = true,
        };
}
