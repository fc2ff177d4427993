using System.Collections.Frozen;
using SkRouter.Budgets;
using SkRouter.Policies;
using SkRouter.Resilience;

namespace SkRouter.DependencyInjection;

/// <summary>Changes roles while the app runs: all that is asked for, or nothing.</summary>
internal sealed class RoleUpdate(
    RouterModelSource source,
    SkRouterOptions options,
    RoutingPolicies policies,
    RoleChecks checks,
    RouterBudgets budgets
)
{
    private readonly Lock _gate = new();

    public void Apply(
        IReadOnlyDictionary<string, RoleOptions> changed,
        IReadOnlyCollection<string> removed
    )
    {
        lock (_gate)
        {
            var catalog = source.Current.Catalog;
            var wanted = new Dictionary<string, RoleOptions>(
                options.Roles,
                StringComparer.OrdinalIgnoreCase
            );
            foreach (var name in removed)
            {
                wanted.Remove(name);
            }

            foreach (var (name, role) in changed)
            {
                wanted[name] = role;
            }

            var faults = new List<string>();
            foreach (var (name, role) in changed)
            {
                OptionsCheck.CheckRole($"role '{name}'", role, faults);
            }

            var roles = new RoleReader(options, catalog, policies, checks, faults).Read(wanted);
            var fallback = RouterModelBuilder.DefaultRole(options, roles, catalog, faults);
            if (faults.Count > 0)
            {
                throw new RouterConfigurationException(faults);
            }

            ReplaceBudgets(wanted);
            options.Roles.Clear();
            foreach (var (name, role) in wanted)
            {
                options.Roles[name] = role;
            }

            source.Replace(
                new(catalog, roles.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), fallback)
            );
        }
    }

    /// <summary>Only the budgets that came with a role: those that the app has set since are left alone.</summary>
    private void ReplaceBudgets(Dictionary<string, RoleOptions> wanted)
    {
        foreach (var (name, role) in options.Roles)
        {
            if (
                role.Budget is { } old
                && (!wanted.TryGetValue(name, out var now) || !ReferenceEquals(now, role))
            )
            {
                var budget = ConfiguredBudgets.OfRole(name, old);
                budgets.Remove(budget.Scope, budget.Window);
            }
        }

        foreach (var (name, role) in wanted)
        {
            if (
                role.Budget is { } budget
                && !(options.Roles.TryGetValue(name, out var old) && ReferenceEquals(old, role))
            )
            {
                budgets.Set(ConfiguredBudgets.OfRole(name, budget));
            }
        }
    }
}
