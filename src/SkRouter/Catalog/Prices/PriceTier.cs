namespace SkRouter.Catalog.Prices;

/// <summary>A rate for requests with more input than a threshold. It then holds for all of the request, not for the excess only.</summary>
internal readonly record struct PriceTier(long MoreThanInputTokens, decimal Price);
