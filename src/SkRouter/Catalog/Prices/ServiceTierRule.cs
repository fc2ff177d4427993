using SkRouter.Catalog.Facts;

namespace SkRouter.Catalog.Prices;

/// <summary>
/// What one term of service does to the price of some models: token rates are multiplied by <paramref name="Factor"/>, or replaced by
/// <paramref name="Rates"/> where the provider publishes rates of their own.
/// </summary>
internal sealed record ServiceTierRule(
    string Provider,
    string Term,
    MatchRule Models,
    decimal Factor,
    RateCard? Rates
);
