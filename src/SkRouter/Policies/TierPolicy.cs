using SkRouter.Classification;

namespace SkRouter.Policies;

/// <summary>Two tiers by difficulty. The other tier stands behind the chosen one: a strong model can do a simple task, and a weak answer beats none.</summary>
internal sealed class TierPolicy : IRoutingPolicy
{
    public const string PolicyName = "SimpleComplex";

    public string Name => PolicyName;

    public void Rank(RoleModel role, TaskProfile profile, List<RankedGroup> ranked)
    {
        var complex = profile.Difficulty >= role.ComplexFrom;
        OrderedPolicy.Add(role.Prefer, "preferred", ranked);
        OrderedPolicy.Add(
            complex ? role.Complex : role.Simple,
            complex ? "complex task" : "simple task",
            ranked
        );
        OrderedPolicy.Add(role.FallBackTo, "fallback", ranked);
        OrderedPolicy.Add(complex ? role.Simple : role.Complex, "other tier", ranked);
    }
}
