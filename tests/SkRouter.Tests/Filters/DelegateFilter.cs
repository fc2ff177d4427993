using SkRouter.Filters;
using SkRouter.Pipeline;

namespace SkRouter.Tests.Filters;

/// <summary>A filter in a line, for tests.</summary>
internal sealed class DelegateFilter(
    Func<ModelInvocationContext, Func<ModelInvocationContext, Task>, Task> filter
) : IModelInvocationFilter
{
    public Task OnModelInvocationAsync(
        ModelInvocationContext context,
        Func<ModelInvocationContext, Task> next
    ) => filter(context, next);
}
