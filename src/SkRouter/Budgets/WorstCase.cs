using SkRouter.Catalog;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Budgets;

/// <summary>
/// What a round trip may cost at most: the input as estimated and a margin, as a write to the prompt cache where that is dearer;
/// the most output that the call allows, else as much as budgets allow; and all of it for every attempt that may follow.
/// </summary>
internal sealed class WorstCase(Verbosity verbosity, long assumedOutput)
{
    // Estimates of input are near for text, but know neither what a provider adds around tools nor the size of an image.
    private const double InputMargin = 1.5;
    private const long InputOverhead = 200;
    private const double UsualMargin = 2;

    /// <summary>What the round trip as a whole may cost; null if no deployment has a price.</summary>
    public decimal? Of(ModelInvocationContext context)
    {
        TokenUsage? usage = null;
        decimal? total = null;
        List<decimal>? turns = context.MaxFallbacks == int.MaxValue ? null : [];
        var candidates = context.Route!.Candidates;
        for (var i = 0; i < candidates.Count; i++)
        {
            Add(candidates[i].Deployment);
        }

        var role = context.RoleModel;
        AddOthers(role.ContextWindowFallBackTo);
        AddOthers(role.ContentFilterFallBackTo);
        return turns is null || total is null
            ? total
            : turns.OrderDescending().Take(1 + context.MaxFallbacks).Sum();

        void AddOthers(IReadOnlyList<Deployment> others)
        {
            for (var i = 0; i < others.Count; i++)
            {
                if (!Contains(candidates, others[i]))
                {
                    Add(others[i]);
                }
            }
        }

        void Add(Deployment deployment)
        {
            if (Attempt(context, deployment, ref usage) is { } cost)
            {
                var turn = cost * Tries(context, deployment);
                turns?.Add(turn);
                total = (total ?? 0) + turn;
            }
        }
    }

    /// <summary>What one attempt may cost, in USD; null if the price is unknown.</summary>
    public decimal? Attempt(ModelInvocationContext context, Deployment deployment)
    {
        TokenUsage? usage = null;
        return Attempt(context, deployment, ref usage);
    }

    /// <summary>How often one deployment may be asked in its turn.</summary>
    public static int Tries(ModelInvocationContext context, Deployment deployment) =>
        1 + context.RoleModel.Attempts.Retries(deployment);

    /// <summary>The most output that budgets reckon with and, where they must hold, ask for.</summary>
    public long Output(ModelInvocationContext context, Deployment deployment)
    {
        var needs = context.Needs;
        var output =
            needs.OutputTokens > 0
                ? needs.OutputTokens
                : Math.Max(
                    assumedOutput,
                    (long)(UsualMargin * verbosity.Of(deployment.Model, context.Role))
                );
        return deployment.ContextWindow is { } window && window > needs.InputTokens
            ? Math.Min(output, window - needs.InputTokens)
            : output;
    }

    private decimal? Attempt(
        ModelInvocationContext context,
        Deployment deployment,
        ref TokenUsage? usage
    )
    {
        if (deployment.Price is not { } price)
        {
            return null;
        }

        var output = Output(context, deployment);
        var input =
            (long)Math.Ceiling(context.Needs.InputTokens * InputMargin)
            + InputOverhead
            // Who continues a broken answer reads what was shown of it.
            + (Continuation.MayContinue(context, deployment) ? output : 0);
        var written = price.CacheWrite > price.Input ? input : 0;
        if (
            usage is null
            || (usage.InputTokens, usage.OutputTokens, usage.CacheWriteTokens)
                != (input, output, written)
        )
        {
            usage = new()
            {
                InputTokens = input,
                OutputTokens = output,
                CacheWriteTokens = written,
            };
        }

        var now = CostCalculator.Compute(usage, price, context.StartedAt).Total;
        if (!price.Varies)
        {
            return now;
        }

        // A price by the time of day may rise while the round trip lasts.
        var until = context.StartedAt + context.Deadline;
        return Math.Max(now, CostCalculator.Compute(usage, price, until).Total);
    }

    private static bool Contains(IReadOnlyList<RouteCandidate> candidates, Deployment deployment)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (ReferenceEquals(candidates[i].Deployment, deployment))
            {
                return true;
            }
        }

        return false;
    }
}
