namespace SkRouter.Agents;

/// <summary>How the members of a team work together.</summary>
public enum TeamShape
{
    /// <summary>One after the other, each with what the ones before it found.</summary>
    Sequential,

    /// <summary>One after the other, and a reviewer may send work back to its author.</summary>
    ReviewLoop,

    /// <summary>All at once, each on the same question; their answers stand side by side.</summary>
    Concurrent,

    /// <summary>The first member begins; whoever has the conversation answers, or hands it over to another.</summary>
    Handoff,

    /// <summary>All in one conversation, each in turn.</summary>
    GroupChat,

    /// <summary>The first member plans, gives the others tasks one by one, and answers with what they bring back.</summary>
    PlannerExecutor,
}
