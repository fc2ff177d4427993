using SkRouter.Spend;

namespace SkRouter.Budgets;

/// <summary>Reads from the ledger what a budget's scope has spent in its current window, for a budget that is set when the window has begun.</summary>
internal sealed class BudgetHistory(ISpendReport report)
{
    /// <summary>The spend of the window until now.</summary>
    public async ValueTask<IReadOnlyList<BudgetSpend>> ReadAsync(
        Budget budget,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var start = budget.Window.Start(now);
        var query = Query(budget.Scope) with
        {
            Since = start == DateTimeOffset.MinValue ? null : start,
        };
        if (!budget.Window.IsRolling)
        {
            var rows = await report.SumAsync(query, cancellationToken).ConfigureAwait(false);
            return Positive([new(now, rows.Sum(static row => row.CostUsd))]);
        }

        var points = await report
            .SeriesAsync(query, SpendGrain.Hour, TimeZoneInfo.Utc, cancellationToken)
            .ConfigureAwait(false);
        // Within an hour it counts until the hour has left the window: a little longer rather than shorter.
        return Positive([
            .. points.Select(point => new BudgetSpend(
                Earlier(point.From.AddHours(1), now),
                point.Row.CostUsd
            )),
        ]);
    }

    private static SpendQuery Query(BudgetScope scope) =>
        scope.Kind switch
        {
            BudgetScopeKind.Role => new() { Role = scope.Name },
            BudgetScopeKind.Agent => new() { Agent = scope.Name },
            BudgetScopeKind.Run => new() { Run = scope.Name },
            BudgetScopeKind.Tenant => new() { Tenant = scope.Name },
            BudgetScopeKind.Deployment => new() { Deployment = scope.Name },
            BudgetScopeKind.Tag when scope.Name.Split('=', 2) is [var key, var value] => new()
            {
                TagKey = key,
                TagValue = value,
            },
            _ => new(),
        };

    private static List<BudgetSpend> Positive(List<BudgetSpend> spent) =>
        spent.FindAll(static one => one.Usd > 0);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) =>
        one < other ? one : other;
}
