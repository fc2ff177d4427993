using SkRouter.Pipeline;

namespace SkRouter.Spend;

/// <summary>Usage where the provider reports none. Marked as estimated, so that nobody takes it for the invoice.</summary>
internal static class UsageEstimate
{
    private const int CharactersPerToken = 4;

    public static TokenUsage Of(ModelInvocationContext context, long outputCharacters) =>
        new()
        {
            InputTokens = context.Needs.InputTokens,
            OutputTokens = Math.Max(
                1,
                (outputCharacters + CharactersPerToken - 1) / CharactersPerToken
            ),
            Estimated = true,
        };
}
