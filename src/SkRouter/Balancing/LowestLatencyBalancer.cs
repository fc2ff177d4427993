using SkRouter.Catalog;

namespace SkRouter.Balancing;

/// <summary>
/// Two random choices, the faster of which goes first: peak EWMA of the time to first token, times the calls under way.
/// Always taking the very fastest would send everybody there at once.
/// </summary>
internal sealed class LowestLatencyBalancer(Func<double> random) : IDeploymentBalancer
{
    public string Name => "LowestLatency";

    public IReadOnlyList<Deployment> Order(IReadOnlyList<Deployment> deployments)
    {
        var order = Ordering.By(
            deployments,
            deployment => -Math.Pow(random(), 1 / deployment.Options.Weight)
        );
        if (order.Length > 1 && Load(order[1]) < Load(order[0]))
        {
            (order[0], order[1]) = (order[1], order[0]);
        }

        return order;
    }

    private static double Load(Deployment deployment) =>
        deployment.Health.Latency.ExpectedSeconds * (deployment.Health.InFlight + 1);
}
