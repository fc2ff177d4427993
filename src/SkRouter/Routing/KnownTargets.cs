using SkRouter.Policies;

namespace SkRouter.Routing;

/// <summary>What a call may name: roles, deployments, models.</summary>
internal sealed class KnownTargets(Func<RouterModel> model)
{
    public bool Contains(string name) =>
        model().Roles.ContainsKey(name) || model().Catalog.Knows(name);
}
