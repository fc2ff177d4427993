using System.Diagnostics.CodeAnalysis;

namespace SkRouter.Simulator.Scripting;

/// <summary>One way to fail, with its measures.</summary>
public sealed record Fault
{
    /// <summary>The share of an answer that is sent before it breaks, when the script names none.</summary>
    public const double DefaultShare = 0.66;

    /// <summary>A fault of a kind with the kind's own defaults.</summary>
    /// <param name="kind">How it fails.</param>
    [SetsRequiredMembers]
    public Fault(FaultKind kind) => Kind = kind;

    /// <summary>For object initialisers and JSON.</summary>
    public Fault() { }

    /// <summary>How it fails.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>HTTP status of <see cref="FaultKind.Status"/>, 400 to 599; of <see cref="FaultKind.ErrorEvent"/> the one it stands for (529).</summary>
    public int? Status { get; init; }

    /// <summary>Sent as <c>retry-after</c>, in whole seconds.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Sent as <c>retry-after-ms</c>, in milliseconds.</summary>
    public int? RetryAfterMs { get; init; }

    /// <summary>How long to wait, in milliseconds; without it a silence or a stall lasts for ever.</summary>
    public double? DelayMs { get; init; }

    /// <summary>How much of the answer is sent before it breaks, 0 to 1.</summary>
    public double Share { get; init; } = DefaultShare;

    /// <summary>For a silence or a slow first token: response headers and the empty first chunk are sent at once.</summary>
    public bool AfterHeaders { get; init; }

    /// <summary>Replaces the error's message.</summary>
    public string? Message { get; init; }

    /// <summary>Replaces the error's code.</summary>
    public string? Code { get; init; }

    /// <summary>Replaces the error's type.</summary>
    public string? Type { get; init; }

    /// <summary>An HTTP error status.</summary>
    /// <param name="status">400 to 599.</param>
    /// <param name="retryAfterSeconds">Value of the Retry-After header, if one is to be sent.</param>
    public static Fault WithStatus(int status, int? retryAfterSeconds = null) =>
        new(FaultKind.Status) { Status = status, RetryAfterSeconds = retryAfterSeconds };

    /// <summary>The connection is aborted after a share of the answer.</summary>
    /// <param name="share">0 to 1.</param>
    public static Fault CutAfter(double share) => new(FaultKind.Cut) { Share = share };

    /// <summary>The answer starts late.</summary>
    /// <param name="delay">How late.</param>
    public static Fault SlowBy(TimeSpan delay) =>
        new(FaultKind.SlowFirstToken) { DelayMs = delay.TotalMilliseconds };

    /// <summary>The answer pauses in the middle.</summary>
    /// <param name="delay">For how long; null for ever.</param>
    /// <param name="share">0 to 1.</param>
    public static Fault StallFor(TimeSpan? delay, double share = DefaultShare) =>
        new(FaultKind.Stall) { DelayMs = delay?.TotalMilliseconds, Share = share };

    internal TimeSpan Delay =>
        DelayMs is { } ms ? TimeSpan.FromMilliseconds(ms) : Timeout.InfiniteTimeSpan;
}
