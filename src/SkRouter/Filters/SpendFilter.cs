using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Spend;

namespace SkRouter.Filters;

/// <summary>
/// Puts every round trip on the books. A filter like any other: an app can put its own before or after it. While the ledger is known to fail, nothing is
/// spent that could not be recorded.
/// </summary>
internal sealed class SpendFilter(ISpendLedger ledger) : IModelInvocationFilter
{
    private readonly ILedgerHealth? _health = ledger as ILedgerHealth;
    private readonly Func<DecisionRecord, ValueTask> _append = record => ledger.AppendAsync(record);

    /// <exception cref="RouterException">The ledger cannot be written.</exception>
    public static void Verify(ILedgerHealth? health)
    {
        if (health is { IsFailing: true })
        {
            throw new RouterException(
                RouterErrorCode.Ledger,
                "The ledger cannot be written, so no provider was asked: what that costs could not be recorded. Check the disk's space and who else holds the file; calls are taken again as soon as it can be written."
            );
        }
    }

    public Task OnModelInvocationAsync(
        ModelInvocationContext context,
        Func<ModelInvocationContext, Task> next
    )
    {
        Verify(_health);
        context.OnSettled(_append);
        return next(context);
    }
}
