using System.Collections.Frozen;
using SkRouter.Catalog;

namespace SkRouter.Policies;

/// <summary>The whole configuration as the stages use it: every name resolved. Immutable.</summary>
internal sealed record RouterModel(
    DeploymentCatalog Catalog,
    FrozenDictionary<string, RoleModel> Roles,
    RoleModel DefaultRole
);
