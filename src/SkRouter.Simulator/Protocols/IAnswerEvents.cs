using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols;

/// <summary>Writes the events of one stream, in the order in which the answer goes out.</summary>
internal interface IAnswerEvents
{
    /// <summary>The event that comes before anything is said.</summary>
    ValueTask OpenAsync();

    ValueTask ReasoningAsync(string piece);

    /// <summary>All of the reasoning is said, and can be sealed.</summary>
    ValueTask ReasoningDoneAsync();

    ValueTask TextAsync(string piece);

    ValueTask CallAsync(int index);

    ValueTask ArgumentsAsync(int index, string piece);

    ValueTask CallDoneAsync(int index);

    /// <summary>An event that is not JSON.</summary>
    ValueTask MalformedAsync();

    /// <summary>An error in the place of what was still to come.</summary>
    ValueTask ErrorAsync(ApiError error);

    /// <summary>The finish reason and the usage.</summary>
    ValueTask FinishAsync();

    /// <summary>What the provider sends after all of it, if anything.</summary>
    ValueTask DoneAsync();
}
