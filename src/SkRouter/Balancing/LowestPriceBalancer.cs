using SkRouter.Catalog;

namespace SkRouter.Balancing;

/// <summary>The cheapest first, with the share of input that its prompt cache really served; equals in random order, unpriced ones last.</summary>
internal sealed class LowestPriceBalancer(Func<double> random) : IDeploymentBalancer
{
    // Agents read far more than they write; the mix only matters where input and output prices rank differently.
    private const decimal InputShare = 0.8m;

    public string Name => "LowestPrice";

    public IReadOnlyList<Deployment> Order(IReadOnlyList<Deployment> deployments) =>
        Ordering.By(deployments, deployment => Price(deployment) + (1e-9 * random()));

    private static double Price(Deployment deployment)
    {
        if (deployment.Price is not { } price)
        {
            return double.MaxValue;
        }

        var cached = (decimal)(deployment.Health.CacheHitRate ?? 0);
        var input = (price.CacheRead * cached) + (price.Input * (1 - cached));
        return (double)((input * InputShare) + (price.Output * (1 - InputShare)));
    }
}
