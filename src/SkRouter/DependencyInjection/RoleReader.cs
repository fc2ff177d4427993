using SkRouter.Catalog;
using SkRouter.Policies;

namespace SkRouter.DependencyInjection;

/// <summary>From role options to roles, every name resolved.</summary>
internal sealed class RoleReader(
    SkRouterOptions options,
    DeploymentCatalog catalog,
    List<string> faults
)
{
    public Dictionary<string, RoleModel> Read()
    {
        var roles = new Dictionary<string, RoleModel>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, role) in options.Roles)
        {
            roles[name] = Read(name, role);
        }

        return roles;
    }

    public static RoleModel Everything(string name, DeploymentCatalog catalog, TimeSpan deadline) =>
        new()
        {
            Name = name,
            Policy = RoutingPolicies.ByName[OrderedPolicy.PolicyName],
            Prefer =
            [
                .. catalog.All.Select(deployment => new CandidateGroup(
                    deployment.Key,
                    [deployment]
                )),
            ],
            Deployments = catalog.All,
            Strongest = Strongest(catalog.All),
            Deadline = deadline,
        };

    private RoleModel Read(string name, RoleOptions role)
    {
        CheckName(name);
        var prefer = Groups(name, nameof(role.Prefer), role.Prefer);
        var simple = Groups(name, nameof(role.Simple), role.Simple);
        var complex = Groups(name, nameof(role.Complex), role.Complex);
        var fallBackTo = Groups(name, nameof(role.FallBackTo), role.FallBackTo);
        CheckSelfFallback(name, role);
        IReadOnlyList<Deployment> all =
        [
            .. new[] { prefer, simple, complex, fallBackTo }
                .SelectMany(list => list)
                .SelectMany(group => group.Deployments)
                .Distinct(),
        ];
        if (
            all.Count == 0
            && role is { Prefer.Count: 0, Simple.Count: 0, Complex.Count: 0, FallBackTo.Count: 0 }
        )
        {
            faults.Add(
                $"role '{name}' has no candidates: name some with Prefer, Simple, Complex or FallBackTo"
            );
        }

        return new()
        {
            Name = name,
            Policy = Policy(name, role),
            Prefer = prefer,
            Simple = simple,
            Complex = complex,
            ComplexFrom = role.ComplexFrom,
            FallBackTo = fallBackTo,
            ContextWindowFallBackTo = Flat(
                name,
                nameof(role.ContextWindowFallBackTo),
                role.ContextWindowFallBackTo
            ),
            ContentFilterFallBackTo = Flat(
                name,
                nameof(role.ContentFilterFallBackTo),
                role.ContentFilterFallBackTo
            ),
            MaxFallbacks = role.MaxFallbacks ?? int.MaxValue,
            CommitOn = role.CommitOn,
            Continue = role.Continue,
            Hedge = role.Hedge,
            Deadline = role.RoundTripDeadline ?? options.RoundTripDeadline,
            Deployments = all,
            Strongest = Strongest(all),
        };
    }

    private void CheckName(string name)
    {
        if (catalog.Knows(name))
        {
            faults.Add(
                $"role '{name}' is named like a model or deployment: a call that says '{name}' would be ambiguous, so rename the role"
            );
        }
    }

    private void CheckSelfFallback(string name, RoleOptions role)
    {
        foreach (var fallback in role.FallBackTo.Where(fallback => IsAmong(role, fallback)))
        {
            faults.Add(
                $"role '{name}': '{fallback}' falls back to itself; name another model in FallBackTo"
            );
        }
    }

    private static bool IsAmong(RoleOptions role, string name) =>
        role
            .Prefer.Concat(role.Simple)
            .Concat(role.Complex)
            .Contains(name, StringComparer.OrdinalIgnoreCase);

    private IRoutingPolicy Policy(string name, RoleOptions role)
    {
        var implied = role is { Simple.Count: 0, Complex.Count: 0 }
            ? OrderedPolicy.PolicyName
            : TierPolicy.PolicyName;
        if (RoutingPolicies.ByName.TryGetValue(role.Policy ?? implied, out var policy))
        {
            return policy;
        }

        faults.Add(
            $"role '{name}': there is no policy '{role.Policy}'; policies: {string.Join(", ", RoutingPolicies.ByName.Keys.Order(StringComparer.Ordinal))}"
        );
        return RoutingPolicies.ByName[implied];
    }

    private IReadOnlyList<Deployment> Flat(string role, string list, IList<string> names) =>
        [.. Groups(role, list, names).SelectMany(group => group.Deployments).Distinct()];

    private List<CandidateGroup> Groups(string role, string list, IList<string> names)
    {
        var groups = new List<CandidateGroup>(names.Count);
        foreach (var name in names)
        {
            if (catalog.Find(name) is { Count: > 0 } deployments)
            {
                groups.Add(new(name, deployments));
            }
            else
            {
                var known = string.Join(", ", catalog.All.Select(deployment => deployment.Key));
                faults.Add(
                    $"role '{role}', {list}: there is no model or deployment '{name}'; registered: {(known.Length == 0 ? "none" : known)}"
                );
            }
        }

        return groups;
    }

    private static Deployment? Strongest(IReadOnlyList<Deployment> deployments) =>
        deployments
            .Where(deployment => deployment.Price is not null)
            .MaxBy(deployment => deployment.Price!.Output);
}
