using Microsoft.Extensions.Logging;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Budgets;

/// <summary>Lets a round trip through once what it may cost is held, in its run and in every budget, or in none of them.</summary>
internal sealed class BudgetGate(
    RouterBudgets budgets,
    WorstCase worstCase,
    TimeProvider time,
    ILogger<ModelRouter> logger
)
{
    // The deadline ends a round trip; what takes longer is a stream that its reader has forgotten.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    private readonly Thrift _thrift = new(budgets, worstCase);

    /// <summary>Nothing need be held.</summary>
    public bool IsOpen(ModelInvocationContext context) =>
        budgets.AreNone && context.RunBudget is null;

    /// <exception cref="BudgetExceededException">It does not fit.</exception>
    public async ValueTask HoldAsync(ModelInvocationContext context)
    {
        ReadLimit(context);
        var own = budgets.AreNone ? [] : budgets.Of(context, BudgetPlan.Reachable(context));
        var keeps =
            own.Exists(static budget => budget.Holds)
            || context.RunBudget?.Purse.Standing is not null;
        if (keeps)
        {
            OnlyPriced(context);
        }

        await budgets.BeginAsync(own, context.CancellationToken).ConfigureAwait(false);
        await _thrift.EarlyAsync(context, own).ConfigureAwait(false);
        var hold = context.Hold ??= NewHold(context);
        var usedUp = new List<HeldShare>();
        while (true)
        {
            context.WorstCaseUsd = worstCase.Of(context);
            var plan = new BudgetPlan(context, worstCase, own);
            var fromRun = HoldRun(context, ref plan, own);
            if (own.Count == 0)
            {
                Pass(context, hold, plan, new(null, null, fromRun, usedUp));
                return;
            }

            var reservation = Reservation(context, plan, hold);
            var grant = await ReserveAsync(context, reservation, fromRun).ConfigureAwait(false);
            if (grant.Full is not { } full)
            {
                Pass(context, hold, plan, new(reservation, grant, fromRun, usedUp));
                return;
            }

            budgets.Observe(full);
            if (!_thrift.Degrade(context, full))
            {
                throw new BudgetExceededException(full, plan.LeastOf(full.Budget));
            }

            if (BudgetPlan.DeploymentOf(full.Budget) is { } key)
            {
                own.Remove(full.Budget);
                usedUp.Add(new(key, 0, full));
            }
        }
    }

    private async ValueTask<BudgetGrant> ReserveAsync(
        ModelInvocationContext context,
        BudgetReservation reservation,
        decimal? fromRun
    )
    {
        BudgetGrant? grant = null;
        try
        {
            return grant = await budgets
                .Store.ReserveAsync(reservation, context.CancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            if (grant is not { Full: null } && fromRun is { } held)
            {
                context.RunBudget!.Purse.Release(held);
            }
        }
    }

    /// <returns>What the run holds; null if no run pays.</returns>
    private decimal? HoldRun(
        ModelInvocationContext context,
        ref BudgetPlan plan,
        IReadOnlyList<Budget> own
    )
    {
        if (context.RunBudget is not { } run)
        {
            return null;
        }

        var purse = run.Purse;
        if (!context.IsLastAnswer && purse.TryHold(plan.LeastUsd, plan.MostUsd) is { } held)
        {
            return held;
        }

        if (context.IsLastAnswer || purse.TakeLastAnswer(context.Agent))
        {
            if (!context.IsLastAnswer)
            {
                LastAnswer.Prepare(context);
            }

            var left = purse.LeftForLastAnswer;
            DearCandidates.Keep(
                context,
                deployment => worstCase.Attempt(context, deployment) <= left,
                "little is left for the last answer"
            );
            context.WorstCaseUsd = worstCase.Of(context);
            plan = new(context, worstCase, own);
            if (purse.TryHoldLast(plan.LeastUsd) is { } lastHeld)
            {
                return lastHeld;
            }
        }

        throw new BudgetExceededException(RouterRuns.StateOf(run), plan.LeastUsd);
    }

    private void Pass(
        ModelInvocationContext context,
        BudgetHold hold,
        BudgetPlan plan,
        BudgetPass pass
    )
    {
        var shares = pass.UsedUp;
        if (pass.Grant is not null)
        {
            shares.AddRange(plan.Shares(pass.Grant));
        }

        if (pass.FromRun is { } held && context.RunBudget is { Purse.Standing: not null } run)
        {
            shares.Add(new(null, held, RouterRuns.StateOf(run)));
        }

        var least = plan.MostUsd;
        foreach (var share in shares)
        {
            least = share.Deployment is null ? Math.Min(least, share.HeldUsd) : least;
        }

        hold.Add(pass.Reservation, context.RunBudget, pass.FromRun, least);
        if (pass.Grant is { } grant)
        {
            budgets.Observe(grant.States);
            Overdrawn.Note(context, plan, grant);
        }

        if (shares.Count == 0)
        {
            return;
        }

        var unlimited = context.Needs.OutputTokens == 0;
        context.Allowance = new(context, worstCase, shares)
        {
            LimitsOutput = unlimited || context.IsLastAnswer,
        };
        if (unlimited)
        {
            var first = context.Route!.Candidates[0].Deployment;
            context.Note(
                FormattableString.Invariant(
                    $"no output limit was asked for, so a budget limits it to {context.Allowance.OutputLimit(first)} tokens"
                )
            );
        }
    }

    private BudgetReservation Reservation(
        ModelInvocationContext context,
        BudgetPlan plan,
        BudgetHold hold
    )
    {
        var now = time.GetUtcNow();
        return new(
            FormattableString.Invariant($"{context.Id}/{hold.Next()}"),
            plan.Lines,
            now,
            now + context.Deadline + Grace
        );
    }

    private BudgetHold NewHold(ModelInvocationContext context)
    {
        var hold = new BudgetHold(budgets, logger);
        context.OnSettled(hold.SettleAsync);
        return hold;
    }

    /// <summary>Settings of a connector's own type say the most output in their own way, which a conversion reads.</summary>
    private static void ReadLimit(ModelInvocationContext context)
    {
        if (
            context.Needs.OutputTokens == 0
            && context.Request.Options?.MaxOutputTokens is { } limit and > 0
        )
        {
            context.Needs = context.Needs with { OutputTokens = limit };
        }
    }

    private static void OnlyPriced(ModelInvocationContext context)
    {
        if (
            !DearCandidates.Keep(
                context,
                static deployment => deployment.Price is not null,
                "no price, and a budget must hold"
            )
        )
        {
            throw new RouterException(
                RouterErrorCode.NoSuitableModel,
                $"No candidate of role '{context.Role}' has a price, so its budget cannot hold: state prices with Deployment(..., d => d.Price(...)), or let the budget only warn."
            );
        }
    }
}
