using SkRouter.Filters;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Dashboard.Live;

/// <summary>Tells viewers of every round trip once it is settled.</summary>
internal sealed class LiveFilter : IModelInvocationFilter
{
    private readonly Func<DecisionRecord, ValueTask> _publish;

    public LiveFilter(LiveRecords records) =>
        _publish = record =>
        {
            records.Publish(record);
            return ValueTask.CompletedTask;
        };

    public Task OnModelInvocationAsync(
        ModelInvocationContext context,
        Func<ModelInvocationContext, Task> next
    )
    {
        context.OnSettled(_publish);
        return next(context);
    }
}
