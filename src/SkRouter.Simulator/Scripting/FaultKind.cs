using System.Text.Json.Serialization;

namespace SkRouter.Simulator.Scripting;

/// <summary>The ways in which a simulated provider can fail.</summary>
[JsonConverter(typeof(FaultKindConverter))]
public enum FaultKind
{
    /// <summary>An HTTP error status with a body in OpenAI's error shape, optionally with Retry-After.</summary>
    Status,

    /// <summary>The connection is reset before any response header.</summary>
    Reset,

    /// <summary>The connection is dropped without an answer, as close to a refusal as one shared port allows.</summary>
    Refuse,

    /// <summary>The request is accepted and never answered (or dropped after <see cref="Fault.DelayMs"/>).</summary>
    Silence,

    /// <summary>The answer starts only after <see cref="Fault.DelayMs"/>.</summary>
    SlowFirstToken,

    /// <summary>The connection is aborted after <see cref="Fault.Share"/> of the answer.</summary>
    Cut,

    /// <summary>The response ends cleanly after <see cref="Fault.Share"/> of the answer, without a finish reason.</summary>
    CleanEnd,

    /// <summary>The answer pauses after <see cref="Fault.Share"/>, for <see cref="Fault.DelayMs"/> or for ever.</summary>
    Stall,

    /// <summary>One event that is not JSON stands in the middle of an otherwise good stream.</summary>
    MalformedEvent,

    /// <summary>
    /// After <see cref="Fault.Share"/> an error takes the answer's place, in the provider's own form; without streaming, an error under status 200.
    /// </summary>
    ErrorEvent,

    /// <summary>The stream ends after the finish reason, without the [DONE] sentinel.</summary>
    MissingDone,

    /// <summary>400 with the code context_length_exceeded.</summary>
    ContextTooLong,

    /// <summary>400 with the code content_filter.</summary>
    ContentFilter,

    /// <summary>The answer breaks off after <see cref="Fault.Share"/> with the finish reason content_filter.</summary>
    ContentFilterFinish,

    /// <summary>A successful answer without text and without tool calls.</summary>
    EmptyAnswer,

    /// <summary>400 when the last message is the assistant's; other requests are answered.</summary>
    RejectAssistantPrefix,

    /// <summary>404 with the code model_not_found.</summary>
    ModelNotFound,

    /// <summary>Tool calls whose arguments are cut off JSON.</summary>
    BadToolArguments,
}
