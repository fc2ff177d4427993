using SkRouter.Catalog;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Budgets;

/// <summary>
/// What is held for one pass of a round trip through its attempts. An attempt begins only if its own worst case fits into what is held
/// beside what the earlier ones have consumed: that is what keeps a limit, however often is retried, waited and gone on.
/// </summary>
internal sealed class Allowance(
    ModelInvocationContext context,
    WorstCase worstCase,
    IReadOnlyList<HeldShare> shares
)
{
    private readonly Lock _gate = new();
    private readonly List<Deployment> _taken = [];
    private readonly int _first = context.AttemptCount;

    /// <summary>The share that an attempt did not fit into; null if all did.</summary>
    public BudgetExceededException? Denied { get; private set; }

    /// <summary>The caller does not limit the output, or not enough, so the attempts must.</summary>
    public required bool LimitsOutput { get; init; }

    /// <summary>The most output that a deployment is to be asked for; null to leave it as the caller said.</summary>
    public int? OutputLimit(Deployment deployment) =>
        LimitsOutput ? (int)Math.Min(int.MaxValue, worstCase.Output(context, deployment)) : null;

    /// <summary>Whether an attempt may begin.</summary>
    public bool TryTake(Deployment deployment)
    {
        var worst = worstCase.Attempt(context, deployment);
        lock (_gate)
        {
            foreach (var share in shares)
            {
                if (!share.IsOf(deployment.Key))
                {
                    continue;
                }

                // What a deployment without a price costs, nobody can hold.
                if (worst is null || Used(share) + worst > share.HeldUsd)
                {
                    Denied = new(share.Full, worst ?? 0, context.Attempts);
                    return false;
                }
            }

            _taken.Add(deployment);
            return true;
        }
    }

    /// <summary>What has been consumed, and what the attempts under way may consume.</summary>
    private decimal Used(HeldShare share)
    {
        decimal used = 0;
        foreach (var deployment in _taken)
        {
            if (share.IsOf(deployment.Key))
            {
                used += worstCase.Attempt(context, deployment) ?? 0;
            }
        }

        for (var i = _first; i < context.AttemptCount; i++)
        {
            var attempt = context.Attempts[i];
            if (
                attempt.Outcome is not (AttemptOutcome.Skipped or AttemptOutcome.Served)
                && share.IsOf(attempt.Deployment)
                && _taken.Find(taken => taken.Key == attempt.Deployment) is { } deployment
            )
            {
                used -=
                    (worstCase.Attempt(context, deployment) ?? 0) - Consumed(attempt, deployment);
            }
        }

        return used;
    }

    private static decimal Consumed(Attempt attempt, Deployment deployment) =>
        attempt.Usage is { } usage && deployment.Price is { } price
            ? CostCalculator.Compute(usage, price, attempt.StartedAt).Total
            : 0;
}
