namespace SkRouter.Pipeline;

/// <summary>How a round trip ended.</summary>
public enum RoundTripOutcome
{
    /// <summary>The caller has the whole answer.</summary>
    Answered,

    /// <summary>A filter gave the answer; no model was asked.</summary>
    AnsweredByFilter,

    /// <summary>The caller got an error.</summary>
    Failed,

    /// <summary>The caller cancelled.</summary>
    Cancelled,

    /// <summary>The caller stopped reading the stream.</summary>
    Abandoned,
}
