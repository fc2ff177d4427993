using SkRouter.Pipeline;

namespace SkRouter.Resilience;

/// <summary>The one exception that the router throws by itself. Its message is safe to show to a remote caller.</summary>
public class RouterException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">Why the router could not answer.</param>
    /// <param name="message">What happened, where, and what to do; without secrets and without prompts.</param>
    /// <param name="attempts">The attempts that were made.</param>
    /// <param name="innerException">The last provider's own exception.</param>
    public RouterException(
        RouterErrorCode code,
        string message,
        IReadOnlyList<Attempt>? attempts = null,
        Exception? innerException = null
    )
        : base(message, innerException)
    {
        Code = code;
        Attempts = attempts ?? [];
    }

    /// <summary>Why the router could not answer.</summary>
    public RouterErrorCode Code { get; }

    /// <summary>The attempts that were made, in order.</summary>
    public IReadOnlyList<Attempt> Attempts { get; }

    /// <summary>When it makes sense to ask again, where a provider said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets how long the conversation is and may be, where it is too long for every candidate.</summary>
    internal ConversationSize? Size { get; init; }
}
