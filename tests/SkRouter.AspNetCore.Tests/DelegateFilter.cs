using SkRouter.Filters;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Tests;

internal sealed class DelegateFilter(
    Func<ModelInvocationContext, Func<ModelInvocationContext, Task>, Task> run
) : IModelInvocationFilter
{
    public Task OnModelInvocationAsync(
        ModelInvocationContext context,
        Func<ModelInvocationContext, Task> next
    ) => run(context, next);
}
