namespace SkRouter.Resilience;

/// <summary>A failure that no SDK throws: the router itself found the answer wanting (empty, cut, malformed, late).</summary>
internal sealed class AttemptFailedException(FailureKind kind, string message) : Exception(message)
{
    public FailureKind Kind { get; } = kind;

    /// <summary>The provider's own word for the end of the answer; null if it gave none.</summary>
    public string? Code { get; init; }
}
