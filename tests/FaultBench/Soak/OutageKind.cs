namespace SkRouter.FaultBench.Soak;

/// <summary>How a provider is down.</summary>
internal enum OutageKind
{
    /// <summary>It answers 503.</summary>
    Unavailable,

    /// <summary>It takes no connections.</summary>
    Refuses,

    /// <summary>It takes the request and says nothing.</summary>
    Silent,
}
