namespace SkRouter.Resilience;

/// <summary>From which moment on a streamed answer belongs to the caller, so that a failure can no longer be hidden.</summary>
public enum CommitOn
{
    /// <summary>The first text, reasoning or complete tool call. For what a person watches.</summary>
    FirstToken,

    /// <summary>The whole answer: it is held until it is complete, so that any cut stream fails over unseen. For what another agent reads.</summary>
    Completion,
}
