using SkRouter.Classification;

namespace SkRouter.Policies;

/// <summary>Orders a role's candidates for one round trip.</summary>
internal interface IRoutingPolicy
{
    /// <summary>The name by which configuration chooses it.</summary>
    string Name { get; }

    /// <summary>Adds the candidates in order, each with the reason for its place.</summary>
    void Rank(RoleModel role, TaskProfile profile, List<RankedGroup> ranked);
}
