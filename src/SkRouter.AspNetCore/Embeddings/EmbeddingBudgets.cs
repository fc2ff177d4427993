using SkRouter.AspNetCore.Access;
using SkRouter.Budgets;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Embeddings;

/// <summary>Lets a request for embeddings through once what it will cost is held, in its run and in every budget, or in none of them.</summary>
internal sealed class EmbeddingBudgets(ModelRouter router, RouterRuns runs, TimeProvider time)
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <param name="id">Tells the request from every other.</param>
    /// <param name="entry">The request.</param>
    /// <param name="access">What its caller may reach; null for everything.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>What is held; null if nothing need be.</returns>
    /// <exception cref="BudgetExceededException">It does not fit.</exception>
    public async ValueTask<EmbeddingHold?> HoldAsync(
        string id,
        EmbeddingEntry entry,
        KeyAccess? access,
        CancellationToken cancellation
    )
    {
        var own = router.Budgets.AreNone ? [] : router.Budgets.Of(Scopes(entry, access));
        var run =
            Text(entry, CarrierKeys.Run) is { } named && access?.PaysFrom(named) != false
                ? runs.Find(named, Text(entry, CarrierKeys.Agent))
                : null;
        if (own.Count == 0 && run is null)
        {
            return null;
        }

        await router.Budgets.BeginAsync(own, cancellation).ConfigureAwait(false);
        var worst = Worst(entry, own, run);
        if (run is not null && run.Purse.TryHold(worst, worst) is null)
        {
            throw new BudgetExceededException(RouterRuns.StateOf(run), worst);
        }

        var reservation =
            own.Count == 0
                ? null
                : new BudgetReservation(
                    id,
                    [.. own.Select(budget => new BudgetLine(budget, worst, worst))],
                    time.GetUtcNow(),
                    time.GetUtcNow() + Grace
                );
        await ReserveAsync(reservation, run, worst, cancellation).ConfigureAwait(false);
        return new(router.Budgets, reservation, run, worst);
    }

    private async ValueTask ReserveAsync(
        BudgetReservation? reservation,
        RouterRun? run,
        decimal worst,
        CancellationToken cancellation
    )
    {
        if (reservation is null)
        {
            return;
        }

        BudgetGrant? grant = null;
        try
        {
            grant = await router
                .Budgets.Store.ReserveAsync(reservation, cancellation)
                .ConfigureAwait(false);
        }
        finally
        {
            if (grant is not { Full: null })
            {
                run?.Purse.Release(worst);
            }
        }

        if (grant.Full is { } full)
        {
            router.Budgets.Observe(full);
            throw new BudgetExceededException(full, worst);
        }

        router.Budgets.Observe(grant.States);
    }

    /// <summary>Its tokens are known beforehand, as nearly as they can be without asking.</summary>
    private static decimal Worst(EmbeddingEntry entry, List<Budget> own, RouterRun? run)
    {
        if (entry.EstimatedCostUsd is { } cost)
        {
            return cost;
        }

        var holds = own.Exists(static budget => budget.Holds) || run?.Purse.Standing is not null;
        return holds
            ? throw new RouterException(
                RouterErrorCode.NoSuitableModel,
                $"'{entry.Model.Key}' has no price, so its budget cannot hold: let the budget only warn, or ask for a model that the catalogue has a price for."
            )
            : 0;
    }

    private static IEnumerable<BudgetScope> Scopes(EmbeddingEntry entry, KeyAccess? access)
    {
        access?.VerifyNames(Text(entry, CarrierKeys.Agent), entry.Tags);
        yield return new(BudgetScopeKind.All, "");
        yield return new(BudgetScopeKind.Role, EmbeddingBooks.Role);
        yield return new(
            BudgetScopeKind.Agent,
            Text(entry, CarrierKeys.Agent) ?? EmbeddingBooks.Role
        );
        yield return new(BudgetScopeKind.Deployment, entry.Model.Key);
        if (Text(entry, CarrierKeys.Run) is { } run)
        {
            yield return new(BudgetScopeKind.Run, run);
        }

        if (Text(entry, CarrierKeys.Tenant) is { } tenant)
        {
            yield return new(BudgetScopeKind.Tenant, tenant);
        }

        foreach (var (key, value) in entry.Tags)
        {
            yield return new(BudgetScopeKind.Tag, $"{key}={value}");
        }
    }

    private static string? Text(EmbeddingEntry entry, string key) =>
        entry.Carried.GetValueOrDefault(key) as string;
}
