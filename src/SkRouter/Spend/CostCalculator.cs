using SkRouter.Catalog;

namespace SkRouter.Spend;

/// <summary>From usage and price to money, exactly.</summary>
internal static class CostCalculator
{
    private const decimal Million = 1_000_000m;

    public static decimal Compute(TokenUsage usage, ModelPrice price)
    {
        var fresh = Math.Max(0, usage.InputTokens - usage.CacheReadTokens - usage.CacheWriteTokens);
        return (
                (fresh * price.Input)
                + (usage.CacheReadTokens * price.CacheRead)
                + (usage.CacheWriteTokens * price.CacheWrite)
                + (usage.OutputTokens * price.Output)
            ) / Million
            + price.PerRequest;
    }
}
