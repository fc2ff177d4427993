using SkRouter.Catalog;
using SkRouter.Pipeline;
using SkRouter.Policies;
using SkRouter.Spend;

namespace SkRouter.Balancing;

/// <summary>
/// The app's balancing policy, except that a conversation stays where its prompt cache is warm while that is cheaper than
/// starting over where the policy would send it.
/// </summary>
internal sealed class CacheAwareBalancer(IDeploymentBalancer balancer, PromptCaches caches)
{
    public BalancedOrder Order(
        ModelInvocationContext context,
        IReadOnlyList<Deployment> deployments
    )
    {
        if (deployments.Count < 2)
        {
            return new(deployments, null);
        }

        var order = balancer.Order(deployments);
        if (
            caches.Warm(OutcomeLearning.ConversationOf(context)) is not var (warm, cached)
            || !order.Contains(warm)
        )
        {
            return new(order, null);
        }

        var elsewhere = ReferenceEquals(order[0], warm) ? order[1] : order[0];
        var saving =
            Cost(context, elsewhere, cached: 0)
            - Cost(context, warm, Math.Min(cached, context.Needs.InputTokens));
        return saving > 0
            ? new([warm, .. order.Where(other => !ReferenceEquals(other, warm))], saving)
            : new(order, null);
    }

    /// <summary>The output is the same everywhere but need not cost the same.</summary>
    private static decimal? Cost(
        ModelInvocationContext context,
        Deployment deployment,
        long cached
    ) =>
        deployment.Price is { } price
            ? CostCalculator
                .Compute(
                    new()
                    {
                        InputTokens = context.Needs.InputTokens,
                        CacheReadTokens = cached,
                        OutputTokens = ReserveStage.ExpectedOutput(context.Needs),
                    },
                    price,
                    context.StartedAt
                )
                .Total
            : null;
}
