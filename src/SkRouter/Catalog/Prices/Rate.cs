using SkRouter.Spend;

namespace SkRouter.Catalog.Prices;

/// <summary>The price of one unit: USD per million tokens, per thousand of anything else.</summary>
internal sealed record Rate
{
    public Rate(UsageUnit unit, decimal price, params IEnumerable<PriceTier> tiers)
    {
        Unit = unit;
        Price = price;
        Tiers = [.. tiers.OrderBy(tier => tier.MoreThanInputTokens)];
    }

    public UsageUnit Unit { get; }

    public decimal Price { get; }

    public IReadOnlyList<PriceTier> Tiers { get; }

    public decimal For(long inputTokens)
    {
        for (var i = Tiers.Count - 1; i >= 0; i--)
        {
            if (inputTokens > Tiers[i].MoreThanInputTokens)
            {
                return Tiers[i].Price;
            }
        }

        return Price;
    }
}
