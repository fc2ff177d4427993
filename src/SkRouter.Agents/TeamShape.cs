namespace SkRouter.Agents;

/// <summary>How the members of a team work together.</summary>
public enum TeamShape
{
    /// <summary>One after the other, each with what the ones before it found.</summary>
    Sequential,

    /// <summary>One after the other, and a reviewer may send work back to its author.</summary>
    ReviewLoop,
}
