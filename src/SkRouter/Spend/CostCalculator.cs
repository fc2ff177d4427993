using SkRouter.Catalog;

namespace SkRouter.Spend;

/// <summary>From usage and price to money, exactly.</summary>
public static class CostCalculator
{
    /// <summary>
    /// The cost of one request. A part that exceeds its whole (more cached input than input) is charged as reported; the
    /// result is never negative.
    /// </summary>
    /// <param name="usage">What the request consumed.</param>
    /// <param name="price">What the model charges.</param>
    /// <param name="when">When the request was made: prices change by date and time of day.</param>
    public static Cost Compute(TokenUsage usage, ModelPrice price, DateTimeOffset when)
    {
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentNullException.ThrowIfNull(price);
        return price.Schedule.At(when).Charge(usage, price.Version);
    }
}
