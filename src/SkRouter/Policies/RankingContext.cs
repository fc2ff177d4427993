using SkRouter.Budgets;
using SkRouter.Classification;

namespace SkRouter.Policies;

/// <summary>What a policy ranks by.</summary>
public sealed class RankingContext
{
    internal RankingContext(
        RoleModel role,
        TaskProfile profile,
        string conversation,
        IReadOnlyList<PolicyCandidate> candidates
    )
    {
        RoleModel = role;
        Profile = profile;
        Conversation = conversation;
        Candidates = candidates;
    }

    /// <summary>Name of the role.</summary>
    public string Role => RoleModel.Name;

    /// <summary>What the classifier says of the task.</summary>
    public TaskProfile Profile { get; }

    /// <summary>Identifies the conversation, so that a policy can be steady within one: run and agent.</summary>
    public string Conversation { get; }

    /// <summary>Who may be chosen, in the order of the role's lists.</summary>
    public IReadOnlyList<PolicyCandidate> Candidates { get; }

    /// <summary>The model that the conversation used last; null if there is none, or it has been forgotten.</summary>
    public string? LastModel { get; internal init; }

    /// <summary>The open run that pays: what it has left, and where its cost is heading; null if there is none.</summary>
    public RouterRun? RunBudget { get; internal init; }

    /// <summary>Whether nobody will be asked: a policy that keeps accounts must then leave them as they are.</summary>
    public bool IsPreview { get; internal init; }

    /// <summary>What the policy drew; given beforehand where a decision is made again from its record.</summary>
    internal List<double>? Draws { get; set; }

    internal RoleModel RoleModel { get; }
}
