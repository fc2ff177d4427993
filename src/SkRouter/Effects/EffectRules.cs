namespace SkRouter.Effects;

/// <summary>How the effects of a tool are recorded.</summary>
public sealed class EffectRules
{
    /// <summary>
    /// Names the piece of work that a call belongs to, the same when it is taken up again; null for the run. An app that takes a run up in the
    /// middle names the step too: the same call in two steps is two calls.
    /// </summary>
    public Func<string>? Scope { get; init; }

    /// <summary>
    /// Finds out whether a call happened that was begun and never ended, because the process died: its result if it did, null if it did not
    /// and is to be made now. Without it such a call is not made again; the model is told that its outcome is unknown.
    /// </summary>
    public Func<EffectCall, CancellationToken, ValueTask<string?>>? Recover { get; init; }
}
