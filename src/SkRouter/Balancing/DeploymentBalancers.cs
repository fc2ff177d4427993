using System.Collections.Frozen;

namespace SkRouter.Balancing;

/// <summary>The balancing policies by name. An unknown name fails at start.</summary>
internal static class DeploymentBalancers
{
    public static IReadOnlyList<string> Names { get; } =
    [.. Make(static () => 0).Keys.Order(StringComparer.Ordinal)];

    public static FrozenDictionary<string, IDeploymentBalancer> Make(Func<double> random) =>
        new IDeploymentBalancer[]
        {
            new WeightedBalancer(random),
            new LeastBusyBalancer(random),
            new LowestLatencyBalancer(random),
            new LowestPriceBalancer(random),
        }.ToFrozenDictionary(balancer => balancer.Name, StringComparer.OrdinalIgnoreCase);
}
