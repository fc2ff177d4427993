using SkRouter.Catalog;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Policies;

/// <summary>
/// What a round trip, and the rest of its conversation, is expected to cost on each of a role's candidates. What is not known of every one of them
/// (how much it writes, how much of its input comes from a prompt cache) is taken to be alike for all.
/// </summary>
internal sealed class ExpectedCost
{
    /// <summary>Most round trips that a conversation is expected to go on for.</summary>
    private const int MostToFollow = 20;

    private readonly ModelInvocationContext _context;
    private readonly Func<string, double> _length;
    private readonly double? _sharedHitRate;

    internal ExpectedCost(ModelInvocationContext context, Verbosity verbosity)
    {
        _context = context;
        var deployments = context.RoleModel.Candidates.Select(candidate =>
            candidate.Group.Deployments[0]
        );
        _length = verbosity.ToCompare(
            deployments.Select(deployment => deployment.Model),
            context.Role
        );
        var seen = deployments
            .Where(deployment => deployment.Health.CacheHitRate is not null)
            .ToList();
        _sharedHitRate =
            seen.Count == context.RoleModel.Candidates.Count ? null
            : seen.Count == 0 ? 0
            : seen.Average(deployment => deployment.Health.CacheHitRate ?? 0);
    }

    /// <summary>The round trip alone, in USD; null if the price is unknown.</summary>
    public decimal? OfRoundTrip(Deployment deployment) =>
        Compute(deployment, HitRate(deployment), writes: false);

    /// <summary>
    /// The round trip and those expected to follow, in USD: a conversation is expected to go on for about as long as it has lasted. The model
    /// that served it last keeps its prompt cache; another one must read all of the input and fill its own.
    /// </summary>
    public decimal? OfConversation(Deployment deployment, ConversationSoFar soFar)
    {
        var hitRate = HitRate(deployment);
        var stays = deployment.Model == soFar.Model;
        var now = Compute(deployment, stays ? hitRate : 0, writes: !stays && hitRate > 0);
        var later = Compute(deployment, hitRate, writes: false);
        return now + (Math.Clamp(soFar.RoundTrips, 1, MostToFollow) * later);
    }

    private double HitRate(Deployment deployment) =>
        _sharedHitRate ?? deployment.Health.CacheHitRate ?? 0;

    private decimal? Compute(Deployment deployment, double hitRate, bool writes)
    {
        if (deployment.Price is not { } price)
        {
            return null;
        }

        var needs = _context.Needs;
        var output = (long)_length(deployment.Model);
        var usage = new TokenUsage
        {
            InputTokens = needs.InputTokens,
            CacheReadTokens = (long)(needs.InputTokens * hitRate),
            CacheWriteTokens = writes ? needs.InputTokens : 0,
            OutputTokens = needs.OutputTokens > 0 ? Math.Min(output, needs.OutputTokens) : output,
        };
        return CostCalculator.Compute(usage, price, _context.StartedAt).Total;
    }
}
