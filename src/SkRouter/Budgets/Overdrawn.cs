using SkRouter.Pipeline;

namespace SkRouter.Budgets;

/// <summary>What the record says of budgets that let a round trip through although it may not fit: those that warn, and shadows.</summary>
internal static class Overdrawn
{
    public static void Note(ModelInvocationContext context, BudgetPlan plan, BudgetGrant grant)
    {
        for (var i = 0; i < plan.Lines.Count; i++)
        {
            var (line, state) = (plan.Lines[i], grant.States[i]);
            if (
                line.Budget.Holds
                || state.SpentUsd + state.ReservedUsd - grant.HeldUsd[i] + line.LeastUsd
                    <= line.Budget.LimitUsd
            )
            {
                continue;
            }

            var would = line.Budget.Action switch
            {
                BudgetAction.Refuse => "shadow, would be refused",
                BudgetAction.Degrade => "shadow, would go to cheaper candidates",
                _ => "warned",
            };
            context.Note(
                FormattableString.Invariant(
                    $"over the budget of {line.Budget.Scope}, {line.Budget.LimitUsd} USD ({line.Budget.Window}): {would}"
                )
            );
        }
    }
}
