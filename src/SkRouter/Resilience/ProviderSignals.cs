namespace SkRouter.Resilience;

/// <summary>What the headers of one attempt's response said, where an HTTP handler of ours saw them. SDKs hide most of it.</summary>
internal sealed class ProviderSignals
{
    private static readonly AsyncLocal<ProviderSignals?> Ambient = new();

    /// <summary>The place of the attempt that the current flow belongs to; null outside of one.</summary>
    public static ProviderSignals? Current => Ambient.Value;

    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Requests left in the provider's current window.</summary>
    public long? RemainingRequests { get; set; }

    /// <summary>Tokens left in the provider's current window.</summary>
    public long? RemainingTokens { get; set; }

    /// <summary>When the window of requests is full again.</summary>
    public TimeSpan? RequestsResetIn { get; set; }

    /// <summary>When the window of tokens is full again.</summary>
    public TimeSpan? TokensResetIn { get; set; }

    /// <summary>When the window that is used up is full again, by its headers alone; where none is said to be used up, the first of them.</summary>
    public TimeSpan? ResetIn { get; set; }

    /// <summary>Malformed events that were dropped from a stream.</summary>
    public int DroppedEvents { get; set; }

    /// <summary>Opens a place for one attempt; the handler, deeper in the same flow, fills it.</summary>
    public static ProviderSignals Open() => Ambient.Value = new();
}
