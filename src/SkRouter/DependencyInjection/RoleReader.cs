using SkRouter.Catalog;
using SkRouter.Checking;
using SkRouter.Escalation;
using SkRouter.Loops;
using SkRouter.Policies;
using SkRouter.Resilience;

namespace SkRouter.DependencyInjection;

/// <summary>From role options to roles, every name resolved.</summary>
internal sealed class RoleReader(
    SkRouterOptions options,
    DeploymentCatalog catalog,
    RoutingPolicies policies,
    RoleChecks checks,
    List<string> faults
)
{
    private readonly TimeRules _times = new(options.Times);

    /// <summary>Deployments that there would be, had their services been created; that they are missing was said.</summary>
    public IReadOnlySet<string> Failed { get; init; } = new HashSet<string>();

    /// <summary>There is no deployment at all, which was said.</summary>
    public bool AllFailed { get; init; }

    public Dictionary<string, RoleModel> Read(IDictionary<string, RoleOptions> wanted)
    {
        faults.AddRange(
            policies.Clashes.Select(name => $"there are two routing policies named '{name}'")
        );
        var roles = new Dictionary<string, RoleModel>(StringComparer.OrdinalIgnoreCase);
        List<int> priorities = [.. wanted.Values.Select(role => role.Priority).Distinct().Order()];
        foreach (var (name, role) in wanted)
        {
            var results = checks.OfResults(name, role, wanted.Keys, faults);
            roles[name] = Read(name, role, DegradeFrom(priorities, role.Priority), results);
        }

        return roles;
    }

    public static RoleModel Everything(
        string name,
        DeploymentCatalog catalog,
        SkRouterOptions options
    ) =>
        new()
        {
            Name = name,
            Policy = new OrderedPolicy(),
            Candidates = All(catalog),
            Deployments = catalog.All,
            Strongest = Strongest(catalog.All),
            Continue = new RoleOptions().Continue,
            Attempts = new(new(), options.RoundTripDeadline, new(options.Times)),
            Loops = LoopRules.Of(new(), options.Loops),
        };

    private RoleModel Read(
        string name,
        RoleOptions role,
        decimal degradeFrom,
        IReadOnlyList<IResultCheck> resultChecks
    )
    {
        CheckName(name);
        CheckSelfFallback(name, role);
        IReadOnlyList<NamedTier> tiers =
        [
            .. role
                .Tiers.Select(tier => new NamedTier(tier.Key, tier.Value.From))
                .OrderBy(tier => tier.From),
        ];
        var candidates = Candidates(name, role);
        IReadOnlyList<Deployment> all =
        [
            .. candidates.SelectMany(candidate => candidate.Group.Deployments).Distinct(),
        ];
        var answerChecks = checks.OfAnswers(name, role, faults);
        var policy = Policy(name, role);
        return new()
        {
            Name = name,
            Policy = policy,
            PolicyNumbers = policy switch
            {
                INumberedPolicy numbered => numbered.Numbers,
                TierPolicy => [role.ComplexFrom],
                NamedTiersPolicy => [.. tiers.Select(tier => tier.From)],
                _ => [],
            },
            Candidates = candidates,
            ComplexFrom = role.ComplexFrom,
            Tiers = tiers,
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
            // An answer that may still be rejected must not have been shown.
            CommitOn = answerChecks.Count > 0 ? CommitOn.Completion : role.CommitOn,
            Continue = role.Continue,
            Hedge = role.Hedge,
            Loops = Loops(name, role),
            EscalateWithin = EscalationShare.Of(name, role, faults),
            DegradeFrom = degradeFrom,
            Floor = Bound(name, nameof(role.Floor), role.Floor),
            Ceiling = Bound(name, nameof(role.Ceiling), role.Ceiling),
            Checks = answerChecks,
            ResultChecks = resultChecks,
            Attempts = new(role, options.RoundTripDeadline, _times),
            Deployments = all,
            Strongest = Strongest(all),
        };
    }

    /// <summary>The least of several priorities makes do with less from 80 % on, the first not before all is used, the others in even steps between.</summary>
    private static decimal DegradeFrom(List<int> priorities, int priority) =>
        priorities.Count < 2
            ? 1
            : 0.8m + (0.2m * priorities.IndexOf(priority) / (priorities.Count - 1));

    private IReadOnlyList<PolicyCandidate> Candidates(string name, RoleOptions role)
    {
        (string Tier, IList<string> Names)[] lists =
        [
            (Tiers.Prefer, role.Prefer),
            (Tiers.Simple, role.Simple),
            (Tiers.Complex, role.Complex),
            .. role.Tiers.Select(tier => (tier.Key, tier.Value.Models)),
            (Tiers.FallBackTo, role.FallBackTo),
        ];
        if (Array.TrueForAll(lists, list => list.Names.Count == 0))
        {
            // A policy that weighs candidates by itself needs no list.
            if (role.Policy is not null)
            {
                return All(catalog);
            }

            faults.Add(
                $"role '{name}' has no candidates: name some with Prefer, Simple, Complex or FallBackTo, or give it a policy"
            );
        }

        return
        [
            .. lists.SelectMany(list =>
                Groups(name, list.Tier, list.Names).Select(group => Candidate(group, list.Tier))
            ),
        ];
    }

    private static IReadOnlyList<PolicyCandidate> All(DeploymentCatalog catalog) =>
        [
            .. catalog
                .All.GroupBy(deployment => deployment.Model, StringComparer.OrdinalIgnoreCase)
                .Select(model => Candidate(new(model.Key, [.. model]), Tiers.Prefer)),
        ];

    private static PolicyCandidate Candidate(CandidateGroup group, string tier) =>
        new()
        {
            Name = group.Name,
            Tier = tier,
            Model = group.Deployments[0].Model,
            Success = double.NaN,
            Ability = Abilities.Prior(group.Deployments[0]),
            ExpectedCostUsd = null,
            ExpectedSeconds = 0,
            Group = group,
        };

    private LoopRules Loops(string name, RoleOptions role)
    {
        var rules = LoopRules.Of(role.Loops, options.Loops);
        faults.AddRange(rules.Fault() is { } fault ? [$"role '{name}', Loops: {fault}"] : []);
        return rules;
    }

    private Deployment? Bound(string role, string option, string? name)
    {
        if (name is null)
        {
            return null;
        }

        var found = Groups(role, option, [name]);
        return found.Count > 0 ? found[0].Deployments[0] : null;
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
            .Concat(role.Tiers.Values.SelectMany(tier => tier.Models))
            .Contains(name, StringComparer.OrdinalIgnoreCase);

    private IRoutingPolicy Policy(string name, RoleOptions role)
    {
        var implied =
            role.Tiers.Count > 0 ? NamedTiersPolicy.PolicyName
            : role is { Simple.Count: 0, Complex.Count: 0 } ? OrderedPolicy.PolicyName
            : TierPolicy.PolicyName;
        var (policy, fault) = policies.Make(role.Policy ?? implied);
        if (fault is not null)
        {
            faults.Add($"role '{name}': {fault}");
        }

        if (policy is NamedTiersPolicy && role.Tiers.Count == 0)
        {
            faults.Add($"role '{name}' has the policy {NamedTiersPolicy.PolicyName}, but no Tiers");
            return new OrderedPolicy();
        }

        return policy ?? new OrderedPolicy();
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
            else if (!IsFailed(name))
            {
                var known = string.Join(", ", catalog.All.Select(deployment => deployment.Key));
                faults.Add(
                    $"role '{role}', {list}: there is no model or deployment '{name}'; registered: {(known.Length == 0 ? "none" : known)}"
                );
            }
        }

        return groups;
    }

    private bool IsFailed(string name) =>
        AllFailed
        || Failed.Contains(name)
        || Failed.Any(key => key.EndsWith("/" + name, StringComparison.OrdinalIgnoreCase));

    private static Deployment? Strongest(IReadOnlyList<Deployment> deployments) =>
        deployments
            .Where(deployment => deployment.Price is not null)
            .MaxBy(deployment => deployment.Price!.Output);
}
