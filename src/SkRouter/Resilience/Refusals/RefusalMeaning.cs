namespace SkRouter.Resilience.Refusals;

/// <summary>What a provider means by a refusal, whatever its status and words.</summary>
internal enum RefusalMeaning
{
    /// <summary>Nothing known.</summary>
    Unknown,

    /// <summary>A content rule or usage policy.</summary>
    Content,

    /// <summary>The key is wrong, missing, expired or not allowed.</summary>
    Key,

    /// <summary>The account has no credit or has reached its spending limit.</summary>
    Credit,

    /// <summary>The provider does not serve the region.</summary>
    Region,

    /// <summary>The organisation or account is not verified, suspended or locked.</summary>
    Organisation,

    /// <summary>Too many requests or tokens in a window of time.</summary>
    Rate,

    /// <summary>The provider has no capacity now.</summary>
    Overloaded,

    /// <summary>The conversation does not fit into the model's window.</summary>
    TooLong,

    /// <summary>More output is asked for than the model can write.</summary>
    OutputLimit,

    /// <summary>The model does not exist, is retired, or is not open to this account.</summary>
    Model,

    /// <summary>The model wrote what its own server rejects.</summary>
    BadOutput,

    /// <summary>A setting, role or schema keyword that this provider does not take.</summary>
    Unsupported,

    /// <summary>A request that every provider would refuse.</summary>
    Invalid,

    /// <summary>The provider's own failure.</summary>
    Server,
}
