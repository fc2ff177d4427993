namespace SkRouter.Resilience;

/// <summary>Why the router could not answer.</summary>
public enum RouterErrorCode
{
    /// <summary>The configuration is wrong; the message lists every fault.</summary>
    Configuration,

    /// <summary>The call names a role, model or deployment that does not exist.</summary>
    UnknownTarget,

    /// <summary>No candidate of the role can serve the request (tools, vision, schema).</summary>
    NoSuitableModel,

    /// <summary>Every candidate was tried and failed; the message lists each with its reason.</summary>
    AllCandidatesFailed,

    /// <summary>The conversation fits into no candidate's context window.</summary>
    ContextTooLong,

    /// <summary>A content filter refused the request or withheld the answer.</summary>
    ContentFiltered,

    /// <summary>The provider says the request itself is wrong; another model would not help.</summary>
    InvalidRequest,

    /// <summary>A stream failed after part of it had reached the caller.</summary>
    StreamInterrupted,

    /// <summary>The round trip's deadline passed.</summary>
    DeadlineExceeded,

    /// <summary>A setting that would break a promise of the router, such as a connector that runs tools itself.</summary>
    UnsupportedSetting,

    /// <summary>A budget does not allow the call.</summary>
    BudgetExceeded,

    /// <summary>The agent goes in circles, and its role says that this ends it.</summary>
    LoopDetected,

    /// <summary>The ledger cannot be read or written; the message says which, why and what to do.</summary>
    Ledger,

    /// <summary>A team of agents has used up the turns or the time that it may take.</summary>
    TeamLimitReached,

    /// <summary>The caller's key does not allow it. Whether what it asks for exists is not said.</summary>
    NotAllowed,
}
