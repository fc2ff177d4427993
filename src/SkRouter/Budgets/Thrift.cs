using SkRouter.Pipeline;

namespace SkRouter.Budgets;

/// <summary>Sends round trips to cheaper candidates: the lesser roles before a shared budget is used up, all roles once it is.</summary>
internal sealed class Thrift(RouterBudgets budgets, WorstCase worstCase)
{
    /// <summary>Before anything is held: a role that others go before makes do with less while there still is something.</summary>
    public async ValueTask EarlyAsync(ModelInvocationContext context, List<Budget> own)
    {
        var from = context.RoleModel.DegradeFrom;
        if (from >= 1)
        {
            return;
        }

        // A role's own budget is shared with nobody.
        var shared = own.FindAll(static budget =>
            budget is { Action: BudgetAction.Degrade, Shadow: false }
            && budget.Scope.Kind is not (BudgetScopeKind.Role or BudgetScopeKind.Deployment)
        );
        if (shared.Count == 0)
        {
            return;
        }

        var states = await budgets
            .Store.ReadAsync(shared, context.CancellationToken)
            .ConfigureAwait(false);
        foreach (var state in states)
        {
            var used = state.SpentUsd + state.ReservedUsd;
            if (used >= state.Budget.LimitUsd * from)
            {
                DearCandidates.Drop(
                    context,
                    worstCase,
                    decimal.MaxValue,
                    FormattableString.Invariant(
                        $"the budget of {state.Budget.Scope} is short and its other roles go first"
                    )
                );
                return;
            }
        }
    }

    /// <summary>After a budget had too little left: makes do with what there is.</summary>
    /// <returns>False if the round trip cannot go on.</returns>
    public bool Degrade(ModelInvocationContext context, BudgetState full)
    {
        var scope = full.Budget.Scope;
        if (BudgetPlan.DeploymentOf(full.Budget) is { } key)
        {
            // Who has no money left is passed over; the budget is that deployment's, not the role's.
            return DearCandidates.Keep(
                context,
                deployment => !deployment.Key.Equals(key, StringComparison.OrdinalIgnoreCase),
                $"the budget of {scope} is used up"
            );
        }

        return full.Budget.Action is BudgetAction.Degrade
            && DearCandidates.Drop(
                context,
                worstCase,
                full.RemainingUsd,
                $"the budget of {scope} is short"
            );
    }
}
