using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Filters;

/// <summary>Puts every round trip on the books. A filter like any other: an app can put its own before or after it.</summary>
internal sealed class SpendFilter : IModelInvocationFilter
{
    private readonly Func<DecisionRecord, ValueTask> _append;

    public SpendFilter(ISpendLedger ledger) => _append = record => ledger.AppendAsync(record);

    public Task OnModelInvocationAsync(
        ModelInvocationContext context,
        Func<ModelInvocationContext, Task> next
    )
    {
        context.OnSettled(_append);
        return next(context);
    }
}
