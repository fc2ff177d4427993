using SkRouter.Catalog;
using SkRouter.Pipeline;

namespace SkRouter.Policies;

/// <summary>Works out what each candidate can be expected to do, cost and take for one round trip.</summary>
internal sealed class CandidateAssessor(Abilities abilities, Verbosity verbosity)
{
    /// <summary>Assesses the role's candidates.</summary>
    /// <param name="context">The round trip.</param>
    /// <param name="soFar">The conversation that it belongs to; null if it has none, or it has been forgotten.</param>
    public IReadOnlyList<PolicyCandidate> Assess(
        ModelInvocationContext context,
        ConversationSoFar? soFar
    )
    {
        var role = context.RoleModel;
        var difficulty = ItemResponse.Difficulty(context.Profile!);
        var costs = new ExpectedCost(context, verbosity);
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
                    ExpectedCostUsd = costs.OfRoundTrip(deployment),
                    ConversationCostUsd = soFar is null
                        ? null
                        : costs.OfConversation(deployment, soFar),
                    ExpectedSeconds = deployment.Health.Latency.TypicalSeconds,
                }
            );
        }

        return assessed;
    }

    /// <summary>What is known of a model at the round trip's task, in its role.</summary>
    public AbilityEstimate Ability(ModelInvocationContext context, Deployment deployment) =>
        abilities.Of(deployment, context.RoleModel.Name, context.Profile!.Category);
}
