using SkRouter.Balancing;
using SkRouter.Catalog;
using SkRouter.Loops;

namespace SkRouter.DependencyInjection;

/// <summary>Values out of range, and facts about deployments that do not exist.</summary>
internal static class OptionsCheck
{
    // Timers end at 49 days, and Polly's limits are these.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    internal static readonly TimeSpan ShortestTotal = TimeSpan.FromMilliseconds(10);

    public static void Check(
        SkRouterOptions options,
        DeploymentCatalog catalog,
        List<string> faults,
        IReadOnlySet<string>? failed = null
    )
    {
        Positive(options.RoundTripDeadline, nameof(options.RoundTripDeadline), faults);
        TimeOptionsCheck.Check(options.Times, faults);
        NotNegative(options.LongestTotalWait, nameof(options.LongestTotalWait), faults);
        NotNegative(options.PromptCacheWarmFor, nameof(options.PromptCacheWarmFor), faults);
        AtLeast(options.AssumedOutputTokens, 1, nameof(options.AssumedOutputTokens), faults);
        ConfiguredBudgets.Check(options, catalog, faults);
        AtLeast(options.InMemoryLedgerCapacity, 0, nameof(options.InMemoryLedgerCapacity), faults);
        if (
            !DeploymentBalancers.Names.Contains(options.Balancing, StringComparer.OrdinalIgnoreCase)
        )
        {
            faults.Add(
                $"Balancing is '{options.Balancing}', but there is no such policy; policies: {string.Join(", ", DeploymentBalancers.Names)}"
            );
        }

        AtLeast(options.StrongerModelRequests, 0, nameof(options.StrongerModelRequests), faults);
        AtLeast(
            options.StrongerModelRoundTrips,
            1,
            nameof(options.StrongerModelRoundTrips),
            faults
        );
        if (LoopRules.Of(new(), options.Loops).Fault() is { } fault)
        {
            faults.Add($"Loops: {fault}");
        }

        foreach (var (key, deployment) in options.Deployments)
        {
            CheckDeployment($"deployment '{key}'", deployment, faults);
            if (
                catalog.All.Count > 0
                && failed?.Contains(key) != true
                && !catalog.All.Any(known =>
                    known.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                faults.Add(
                    $"deployment '{key}' is configured, but no chat service is registered under that key; registered: {string.Join(", ", catalog.All.Select(known => known.Key))}"
                );
            }
        }

        foreach (var (name, role) in options.Roles)
        {
            CheckRole($"role '{name}'", role, faults);
        }
    }

    public static bool IsInRange(DeploymentOptions deployment)
    {
        var faults = new List<string>();
        CheckDeployment("", deployment, faults);
        return faults.Count == 0;
    }

    private static void CheckDeployment(
        string place,
        DeploymentOptions deployment,
        List<string> faults
    )
    {
        Positive(
            deployment.TimeToFirstToken,
            $"{place}: {nameof(deployment.TimeToFirstToken)}",
            faults
        );
        Positive(deployment.Stall, $"{place}: {nameof(deployment.Stall)}", faults);
        Lasts(
            deployment.Total ?? ShortestTotal,
            ShortestTotal,
            $"{place}: {nameof(deployment.Total)}",
            faults
        );
        NotNegative(deployment.RetryDelay, $"{place}: {nameof(deployment.RetryDelay)}", faults);
        NotNegative(deployment.Cooldown, $"{place}: {nameof(deployment.Cooldown)}", faults);
        AtLeast(deployment.Retries, 0, $"{place}: {nameof(deployment.Retries)}", faults);
        AtLeast(
            deployment.RateLimitRetries,
            0,
            $"{place}: {nameof(deployment.RateLimitRetries)}",
            faults
        );
        AtLeast(
            deployment.ContextWindow ?? 1,
            1,
            $"{place}: {nameof(deployment.ContextWindow)}",
            faults
        );
        AtLeast(
            deployment.MaxParallel ?? 1,
            1,
            $"{place}: {nameof(deployment.MaxParallel)}",
            faults
        );
        AtLeast(
            deployment.RequestsPerMinute ?? 1,
            1,
            $"{place}: {nameof(deployment.RequestsPerMinute)}",
            faults
        );
        AtLeast(
            deployment.TokensPerMinute ?? 1,
            1,
            $"{place}: {nameof(deployment.TokensPerMinute)}",
            faults
        );
        if (!(deployment.Weight > 0) || double.IsInfinity(deployment.Weight))
        {
            faults.Add(
                FormattableString.Invariant(
                    $"{place}: Weight is {deployment.Weight}, but must be a number above 0"
                )
            );
        }

        Positive(deployment.ActiveCheck, $"{place}: {nameof(deployment.ActiveCheck)}", faults);
        CheckCircuit(place, deployment.Circuit, faults);
        if (
            deployment.Price is { } price
            && Math.Min(Math.Min(price.Input, price.Output), price.PerRequest) < 0
        )
        {
            faults.Add($"{place}: a price is negative");
        }
    }

    private static void CheckCircuit(string place, CircuitOptions circuit, List<string> faults)
    {
        Share(circuit.FailureRatio, $"{place}: Circuit.{nameof(circuit.FailureRatio)}", faults);
        AtLeast(
            circuit.MinimumCalls,
            2,
            $"{place}: Circuit.{nameof(circuit.MinimumCalls)}",
            faults
        );
        AtLeastHalfSecond(circuit.Window, $"{place}: Circuit.{nameof(circuit.Window)}", faults);
        AtLeastHalfSecond(circuit.BreakFor, $"{place}: Circuit.{nameof(circuit.BreakFor)}", faults);
        NotNegative(circuit.ReturnOver, $"{place}: Circuit.{nameof(circuit.ReturnOver)}", faults);
    }

    public static void CheckRole(string place, RoleOptions role, List<string> faults)
    {
        Share(role.ComplexFrom, $"{place}: {nameof(role.ComplexFrom)}", faults);
        faults.AddRange(role.Budget?.Faults($"{place}: {nameof(role.Budget)}") ?? []);
        CheckTiers(place, role, faults);
        AtLeast(role.MaxFallbacks ?? 0, 0, $"{place}: {nameof(role.MaxFallbacks)}", faults);
        AtLeast(role.Retries ?? 0, 0, $"{place}: {nameof(role.Retries)}", faults);
        Positive(role.TimeToFirstToken, $"{place}: {nameof(role.TimeToFirstToken)}", faults);
        Positive(role.Stall, $"{place}: {nameof(role.Stall)}", faults);
        Lasts(role.Total ?? ShortestTotal, ShortestTotal, $"{place}: {nameof(role.Total)}", faults);
        Positive(role.RoundTripDeadline, $"{place}: {nameof(role.RoundTripDeadline)}", faults);
    }

    private static void CheckTiers(string place, RoleOptions role, List<string> faults)
    {
        if (role.Tiers.Count == 0)
        {
            return;
        }

        foreach (var (name, tier) in role.Tiers)
        {
            Share(tier.From, $"{place}, tier '{name}': {nameof(tier.From)}", faults);
            if (tier.Models.Count == 0)
            {
                faults.Add($"{place}, tier '{name}' has no candidates: name some in Models");
            }

            if (Policies.Tiers.All.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                faults.Add(
                    $"{place}, tier '{name}' is named like a list of a role; give it another name"
                );
            }
        }

        if (role.Simple.Count + role.Complex.Count > 0)
        {
            faults.Add($"{place} has both Tiers and Simple or Complex: keep one");
        }

        if (role.Tiers.Values.GroupBy(tier => tier.From).Any(same => same.Count() > 1))
        {
            faults.Add($"{place} has two tiers that begin at the same difficulty");
        }

        if (role.Tiers.Values.All(tier => tier.From > 0))
        {
            faults.Add(
                $"{place} has no tier for the simplest tasks: let one of its tiers begin at 0"
            );
        }
    }

    internal static void Positive(TimeSpan? value, string place, List<string> faults) =>
        Lasts(value ?? Longest, TimeSpan.FromTicks(1), place, faults);

    internal static void NotNegative(TimeSpan value, string place, List<string> faults) =>
        Lasts(value, TimeSpan.Zero, place, faults);

    private static void AtLeastHalfSecond(TimeSpan value, string place, List<string> faults) =>
        Lasts(value, TimeSpan.FromSeconds(0.5), place, faults);

    internal static void Lasts(TimeSpan value, TimeSpan least, string place, List<string> faults)
    {
        if (value < least)
        {
            faults.Add(
                least == TimeSpan.Zero ? $"{place} is {value}, but must not be negative"
                : least.Ticks == 1 ? $"{place} is {value}, but must be above zero"
                : $"{place} is {value}, but must be at least {least}"
            );
        }
        else if (value > Longest)
        {
            faults.Add($"{place} is {value}, but must be at most a day");
        }
    }

    internal static void AtLeast(long value, long least, string place, List<string> faults)
    {
        if (value < least)
        {
            faults.Add(
                FormattableString.Invariant($"{place} is {value}, but must be at least {least}")
            );
        }
    }

    private static void Share(double value, string place, List<string> faults)
    {
        if (!(value is >= 0 and <= 1))
        {
            faults.Add(
                FormattableString.Invariant($"{place} is {value}, but must be between 0 and 1")
            );
        }
    }
}
