using SkRouter.Catalog;
using SkRouter.Catalog.Facts;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>Whether a model is expected to reason before it answers: by what is known of it and by what the request asks for.</summary>
internal static class ExpectedReasoning
{
    public static bool Of(ModelInvocationContext context, Deployment deployment) =>
        deployment.Reasoning switch
        {
            ModelReasoning.Never => false,
            ModelReasoning.Always => true,
            ModelReasoning.ByDefault => context.Reasoning is not ReasoningWish.Declined,
            // Of a model that nobody knows the request itself says it.
            _ => context.Reasoning is ReasoningWish.Asked,
        };

    public static TimeSpan Deadline(ModelInvocationContext context)
    {
        var role = context.RoleModel;
        return role.Attempts.Deadline(
            Any(context, context.Pinned ?? role.Deployments)
                || Any(context, role.ContextWindowFallBackTo)
                || Any(context, role.ContentFilterFallBackTo)
        );
    }

    private static bool Any(ModelInvocationContext context, IReadOnlyList<Deployment> deployments)
    {
        for (var i = 0; i < deployments.Count; i++)
        {
            if (Of(context, deployments[i]))
            {
                return true;
            }
        }

        return false;
    }
}
