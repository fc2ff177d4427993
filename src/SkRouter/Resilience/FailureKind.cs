namespace SkRouter.Resilience;

/// <summary>What went wrong with one attempt, whatever SDK it went wrong in.</summary>
public enum FailureKind
{
    /// <summary>None of the kinds below; an exception that no provider is known to throw.</summary>
    Unexpected,

    /// <summary>429: too many requests or tokens.</summary>
    RateLimited,

    /// <summary>529, or an error of the provider's own that says "overloaded".</summary>
    Overloaded,

    /// <summary>401, 402 or 403: this key may not, or may no longer, use the model.</summary>
    KeyRejected,

    /// <summary>404, or an error that says the model does not exist.</summary>
    ModelNotFound,

    /// <summary>408 or 5xx.</summary>
    ServerError,

    /// <summary>Refused, reset, or a name that does not resolve: no answer came at all.</summary>
    Unreachable,

    /// <summary>No first token, or no whole answer, in time.</summary>
    TimedOut,

    /// <summary>A stream that went silent after it had begun.</summary>
    Stalled,

    /// <summary>A stream that broke, or ended without saying why it ended.</summary>
    Interrupted,

    /// <summary>An answer with neither text nor tool call, or without a finish reason.</summary>
    EmptyAnswer,

    /// <summary>A tool call whose arguments are not JSON, or an answer that cannot be read.</summary>
    MalformedAnswer,

    /// <summary>The conversation does not fit into the model's context window.</summary>
    ContextTooLong,

    /// <summary>The provider's content filter refused the request or withheld the answer.</summary>
    ContentFiltered,

    /// <summary>A request that every provider would refuse: no messages, a malformed body.</summary>
    InvalidRequest,

    /// <summary>An answer that the role's own checks did not accept.</summary>
    Rejected,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>The deployment's circuit was open, so it was not asked.</summary>
    CircuitOpen,

    /// <summary>What budgets hold for the round trip does not cover another attempt at it, so it was not asked.</summary>
    OverBudget,

    /// <summary>
    /// A request that this provider or model does not take and another may: a setting, a role name, a schema keyword, an output limit.
    /// One other provider is asked; if it refuses too, the caller gets the first refusal.
    /// </summary>
    UnsupportedRequest,

    /// <summary>Nothing was sent: the app's own settings, filters or function choice made the connector throw. The caller gets that exception.</summary>
    NotSent,
}
