using SkRouter.Catalog;

namespace SkRouter.Balancing;

/// <summary>Draws the order at random, in proportion to the weights (Efraimidis and Spirakis, 2006: sort by u^(1/w)).</summary>
internal sealed class WeightedBalancer(Func<double> random) : IDeploymentBalancer
{
    public const string BalancerName = "Weighted";

    public string Name => BalancerName;

    public IReadOnlyList<Deployment> Order(IReadOnlyList<Deployment> deployments) =>
        // Negated, because the largest key comes first.
        Ordering.By(deployments, deployment => -Math.Pow(random(), 1 / deployment.Options.Weight));
}
