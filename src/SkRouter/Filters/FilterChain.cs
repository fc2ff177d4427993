using SkRouter.Pipeline;

namespace SkRouter.Filters;

/// <summary>The filters around the stages, linked once. The first registered one is outermost.</summary>
internal static class FilterChain
{
    public static Func<ModelInvocationContext, Task> Build(
        IReadOnlyList<IModelInvocationFilter> filters,
        Func<ModelInvocationContext, Task> stages
    )
    {
        var next = stages;
        for (var i = filters.Count - 1; i >= 0; i--)
        {
            var filter = filters[i];
            var inner = next;
            next = context => filter.OnModelInvocationAsync(context, inner);
        }

        return next;
    }
}
