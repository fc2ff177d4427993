using SkRouter.Classification;

namespace SkRouter.Policies;

/// <summary>The candidates as the role lists them, whatever the task.</summary>
internal sealed class OrderedPolicy : IRoutingPolicy
{
    public const string PolicyName = "Prefer";

    public string Name => PolicyName;

    public void Rank(RoleModel role, TaskProfile profile, List<RankedGroup> ranked)
    {
        Add(role.Prefer, "preferred", ranked);
        Add(role.FallBackTo, "fallback", ranked);
    }

    internal static void Add(
        IReadOnlyList<CandidateGroup> groups,
        string reason,
        List<RankedGroup> ranked
    )
    {
        foreach (var group in groups)
        {
            ranked.Add(new(group, reason));
        }
    }
}
