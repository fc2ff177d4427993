using SkRouter.Catalog.Prices;

namespace SkRouter.Catalog.Facts;

/// <summary>One row of the catalogue.</summary>
internal sealed record CatalogModel(
    string Id,
    MatchRule Match,
    long? ContextWindow,
    PriceSchedule? Price
);
