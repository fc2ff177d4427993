using SkRouter.Catalog;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Policies;

/// <summary>Works out what each candidate can be expected to do, cost and take for one round trip.</summary>
internal sealed class CandidateAssessor(Abilities abilities, Verbosity verbosity)
{
    public IReadOnlyList<PolicyCandidate> Assess(ModelInvocationContext context)
    {
        var role = context.RoleModel;
        var profile = context.Profile!;
        var difficulty = ItemResponse.Difficulty(profile);
        var assessed = new List<PolicyCandidate>(role.Candidates.Count);
        foreach (var candidate in role.Candidates)
        {
            var deployment = candidate.Group.Deployments[0];
            var ability = Ability(context, deployment);
            assessed.Add(
                candidate with
                {
                    Ability = ability,
                    Success = ItemResponse.Success(ability.Mean, difficulty),
                    ExpectedCostUsd = Cost(deployment, context),
                    ExpectedSeconds = deployment.Health.Latency.TypicalSeconds,
                }
            );
        }

        return assessed;
    }

    /// <summary>What is known of a model at the round trip's task, in its role.</summary>
    public AbilityEstimate Ability(ModelInvocationContext context, Deployment deployment) =>
        abilities.Of(deployment, context.RoleModel.Name, context.Profile!.Category);

    private decimal? Cost(Deployment deployment, ModelInvocationContext context)
    {
        if (deployment.Price is not { } price)
        {
            return null;
        }

        var needs = context.Needs;
        var output = (long)verbosity.Of(deployment.Model, context.Role);
        var usage = new TokenUsage
        {
            InputTokens = needs.InputTokens,
            CacheReadTokens = (long)(needs.InputTokens * deployment.Health.CacheHitRate),
            OutputTokens = needs.OutputTokens > 0 ? Math.Min(output, needs.OutputTokens) : output,
        };
        return CostCalculator.Compute(usage, price, context.StartedAt).Total;
    }
}
