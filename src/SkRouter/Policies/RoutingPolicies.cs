using System.Collections.Frozen;

namespace SkRouter.Policies;

/// <summary>The policies by name. An unknown name fails at start.</summary>
internal static class RoutingPolicies
{
    public static FrozenDictionary<string, IRoutingPolicy> ByName { get; } =
        new IRoutingPolicy[] { new OrderedPolicy(), new TierPolicy() }.ToFrozenDictionary(
            policy => policy.Name,
            StringComparer.OrdinalIgnoreCase
        );
}
