using SkRouter.Catalog;

namespace SkRouter.Balancing;

/// <summary>The deployment with the fewest calls under way for its weight first; equals in random order.</summary>
internal sealed class LeastBusyBalancer(Func<double> random) : IDeploymentBalancer
{
    public string Name => "LeastBusy";

    public IReadOnlyList<Deployment> Order(IReadOnlyList<Deployment> deployments) =>
        Ordering.By(
            deployments,
            // The fraction breaks ties at random without changing the order of unequal ones.
            deployment =>
                (deployment.Health.InFlight + (0.5 * random())) / deployment.Options.Weight
        );
}
