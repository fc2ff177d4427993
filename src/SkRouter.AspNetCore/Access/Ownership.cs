using SkRouter.Access;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.Caching;
using SkRouter.Budgets;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Access;

/// <summary>
/// Keeps callers out of what other callers opened. A run and a tenant belong to the first key that names them; an agent or a tag does once a budget
/// limits it, for then naming it spends somebody's money. Keys of one group share what they own.
/// </summary>
internal sealed class Ownership(
    IOwnershipStore store,
    KeyLookup keys,
    RouterRuns runs,
    ModelRouter router
)
{
    /// <summary>Claims a run that a request names.</summary>
    /// <exception cref="ApiFaultException">It is another's.</exception>
    public void ClaimRun(ApiCaller caller, string run)
    {
        if (caller.Owner is not { } owner)
        {
            return;
        }

        // What the app itself has opened is no caller's, unless this one claimed it before.
        var owned = runs.IsOpenByApp(run) ? null : store.Claim(OwnedName.Run, run, owner);
        if (owned != owner)
        {
            throw Refused("run", run, RoutingHeaders.Run);
        }
    }

    /// <summary>Claims a tenant that a request names. A key that is bound to a tenant has no other.</summary>
    /// <exception cref="ApiFaultException">It is another's.</exception>
    public void ClaimTenant(ApiCaller caller, string tenant)
    {
        if (caller.Owner is not { } owner || caller.Tenant is not null)
        {
            return;
        }

        if (keys.BindTenant(tenant) || store.Claim(OwnedName.Tenant, tenant, owner) != owner)
        {
            throw Refused("tenant", tenant, RoutingHeaders.Tenant);
        }
    }

    /// <summary>Claims the agent and the tags of a call, as far as budgets limit them.</summary>
    /// <exception cref="RouterException">One is another's.</exception>
    public void Verify(ApiCaller caller, string? agent, IReadOnlyDictionary<string, string> tags)
    {
        if (caller.Owner is not { } owner || router.Budgets.AreNone)
        {
            return;
        }

        if (agent is not null && IsTaken(OwnedName.Agent, BudgetScopeKind.Agent, agent, owner))
        {
            throw NotOwned("agent", agent);
        }

        foreach (var (key, value) in tags)
        {
            var tag = $"{key}={value}";
            if (
                key is not (ApiKey.Tag or CacheCarrier.Tag)
                && IsTaken(OwnedName.Tag, BudgetScopeKind.Tag, tag, owner)
            )
            {
                throw NotOwned("tag", tag);
            }
        }
    }

    private bool IsTaken(OwnedName kind, BudgetScopeKind scope, string name, string owner) =>
        router.Budgets.Limit(new(scope, name)) && store.Claim(kind, name, owner) != owner;

    private static RouterException NotOwned(string what, string name) =>
        new(
            RouterErrorCode.NotAllowed,
            $"This key may not use the {what} '{ProviderErrorText.Clean(name)}'."
        );

    private static ApiFaultException Refused(string what, string name, string header) =>
        new(
            new(
                403,
                ApiFaultTypes.Permission,
                $"This key may not use the {what} '{ProviderErrorText.Clean(name)}'."
            )
            {
                Code = "not_allowed",
                Field = header,
            }
        );
}
