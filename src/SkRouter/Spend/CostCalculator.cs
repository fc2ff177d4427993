using SkRouter.Catalog;

namespace SkRouter.Spend;

/// <summary>From usage and price to money, exactly.</summary>
public static class CostCalculator
{
    /// <summary>
    /// The cost of one request at the standard service tier. A part that exceeds its whole (more cached input than input) is charged as
    /// reported; the result is never negative.
    /// </summary>
    /// <param name="usage">What the request consumed.</param>
    /// <param name="price">What the model charges.</param>
    /// <param name="when">When the request was made: prices change by date and time of day.</param>
    public static Cost Compute(TokenUsage usage, ModelPrice price, DateTimeOffset when) =>
        Compute(usage, price, when, default, out _);

    /// <inheritdoc cref="Compute(TokenUsage, ModelPrice, DateTimeOffset)"/>
    /// <param name="usage">What the request consumed.</param>
    /// <param name="price">What the model charges.</param>
    /// <param name="when">When the request was made.</param>
    /// <param name="terms">The terms that the answer names.</param>
    /// <param name="unpriced">A term without a known price, for which the standard rate was charged; null if there is none.</param>
    internal static Cost Compute(
        TokenUsage usage,
        ModelPrice price,
        DateTimeOffset when,
        ServiceTerms terms,
        out string? unpriced
    )
    {
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentNullException.ThrowIfNull(price);
        return price.Schedule.Charge(usage, price.Version, when, terms, out unpriced);
    }
}
