using System.Globalization;
using System.Text.Json.Nodes;
using SkRouter.Budgets;
using SkRouter.Routing;

namespace SkRouter.Plugin;

/// <summary>What the agent's run, role and agent may still spend.</summary>
internal static class RemainingBudget
{
    public static RouterTool Tool(
        RouterBudgets budgets,
        RouterRuns runs,
        IReadOnlyList<ICallerSource> sources
    ) =>
        new(
            "remaining_budget",
            "Tells what this run and your role may still spend, in USD, and when the money will run out at the present rate.",
            RouterTool.NoParameters,
            async (_, cancellationToken) =>
            {
                var caller = ToolCaller.Find(sources);
                var states = await budgets.SnapshotAsync(cancellationToken).ConfigureAwait(false);
                return Describe(
                    runs.Find(caller.Run, caller.Agent),
                    states.Where(state => Concerns(state.Budget.Scope, caller))
                );
            }
        );

    private static string Describe(RouterRun? run, IEnumerable<BudgetState> states)
    {
        var told = new JsonObject();
        if (run is { BudgetUsd: { } limit })
        {
            told["run"] = new JsonObject
            {
                ["budgetUsd"] = Usd(limit),
                ["spentUsd"] = Usd(run.SpentUsd),
                ["remainingUsd"] = Usd(run.RemainingUsd ?? 0),
                ["exceedsNearRoundTrip"] = run.ExceedsNearRoundTrip,
            };
        }

        var others = new JsonArray([
            .. states.Select(state =>
                (JsonNode)
                    new JsonObject
                    {
                        ["budget"] = state.Budget.Scope.ToString(),
                        ["limitUsd"] = Usd(state.Budget.LimitUsd),
                        ["remainingUsd"] = Usd(state.RemainingUsd),
                        ["resetsAt"] = state.ResetsAt?.ToString("u", CultureInfo.InvariantCulture),
                    }
            ),
        ]);
        if (others.Count > 0)
        {
            told["budgets"] = others;
        }

        return told.Count == 0 ? "No budget limits this run or your role." : told.ToJsonString();
    }

    private static bool Concerns(BudgetScope scope, ToolCaller caller) =>
        scope.Kind switch
        {
            BudgetScopeKind.All => true,
            BudgetScopeKind.Role => Is(scope, caller.Role),
            BudgetScopeKind.Agent => Is(scope, caller.Agent),
            BudgetScopeKind.Run => Is(scope, caller.Run),
            _ => false,
        };

    private static bool Is(BudgetScope scope, string? name) =>
        name is not null && scope.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string Usd(decimal usd) =>
        usd.ToString("0.########", CultureInfo.InvariantCulture);
}
