using SkRouter.Catalog;

namespace SkRouter.Balancing;

/// <summary>Draws the order at random, in proportion to the weights (Efraimidis and Spirakis, 2006: sort by u^(1/w)).</summary>
internal sealed class WeightedBalancer(Func<double> random) : IDeploymentBalancer
{
    public IReadOnlyList<Deployment> Order(IReadOnlyList<Deployment> deployments)
    {
        var keys = new double[deployments.Count];
        var order = new Deployment[deployments.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = deployments[i];
            // Negated, because the largest key comes first.
            keys[i] = -Math.Pow(random(), 1 / order[i].Options.Weight);
        }

        Array.Sort(keys, order);
        return order;
    }
}
