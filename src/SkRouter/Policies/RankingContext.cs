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

    internal RoleModel RoleModel { get; }
}
