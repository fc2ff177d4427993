namespace SkRouter.Pipeline;

/// <summary>How one attempt ended.</summary>
public enum AttemptOutcome
{
    /// <summary>It gave the answer.</summary>
    Served,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>The caller cancelled while it ran.</summary>
    Cancelled,

    /// <summary>The caller stopped reading its stream.</summary>
    Abandoned,

    /// <summary>It was not asked at all (its circuit was open).</summary>
    Skipped,
}
