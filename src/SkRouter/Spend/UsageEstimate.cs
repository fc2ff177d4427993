using SkRouter.Pipeline;
using SkRouter.Resilience;

namespace SkRouter.Spend;

/// <summary>Usage where the provider reports none. Marked as estimated, so that nobody takes it for the invoice.</summary>
internal static class UsageEstimate
{
    /// <summary>What a model writes in a second, where nothing of its answer was seen: a usual pace of hosted models.</summary>
    private const double TokensPerSecond = 50;

    public static TokenUsage Of(ModelInvocationContext context, string answer) =>
        Of(context.Needs.InputTokens, TokenEstimator.Estimate(answer));

    /// <summary>For a stream whose text is not kept, but counted as it went by.</summary>
    public static TokenUsage Of(ModelInvocationContext context, long outputTokens) =>
        Of(context.Needs.InputTokens, outputTokens);

    /// <summary>
    /// For a call that ended before its answer came: providers charge what was read and written until then, and some write to the end. The
    /// input, and the output that a model of usual pace has written by now, at most what was asked for.
    /// </summary>
    /// <returns>Null if the failure says that the provider did no work.</returns>
    public static TokenUsage? OfUnanswered(
        ModelInvocationContext context,
        FailureKind failure,
        TimeSpan elapsed
    ) =>
        IsCharged(failure)
            ? Of(
                context.Needs.InputTokens,
                Math.Min(
                    ReserveStage.ExpectedOutput(context.Needs),
                    (long)(elapsed.TotalSeconds * TokensPerSecond)
                )
            )
            : null;

    /// <summary>
    /// Whether it was we who left while the provider was at work. What a provider breaks off itself before it has said anything, it does not charge.
    /// </summary>
    public static bool IsCharged(FailureKind failure) =>
        failure is FailureKind.Cancelled or FailureKind.TimedOut or FailureKind.Stalled;

    private static TokenUsage Of(long input, long output) =>
        new()
        {
            InputTokens = input,
            OutputTokens = Math.Max(1, output),
            Estimated = true,
        };
}
