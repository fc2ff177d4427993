using System.Collections.Frozen;
using SkRouter.Policies;
using SkRouter.Resilience;

namespace SkRouter.DependencyInjection;

/// <summary>Changes roles while the app runs: all that is asked for, or nothing.</summary>
internal sealed class RoleUpdate(
    RouterModelSource source,
    SkRouterOptions options,
    RoutingPolicies policies,
    IReadOnlyList<IAnswerCheck> checks
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
}
