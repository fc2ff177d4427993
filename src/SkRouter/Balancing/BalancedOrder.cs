using SkRouter.Catalog;

namespace SkRouter.Balancing;

/// <summary>The deployments of one model in their order.</summary>
/// <param name="Deployments">First is who should be asked first.</param>
/// <param name="CacheSavingUsd">What asking the first one saves because its prompt cache is warm; null if that decided nothing.</param>
internal readonly record struct BalancedOrder(
    IReadOnlyList<Deployment> Deployments,
    decimal? CacheSavingUsd
);
