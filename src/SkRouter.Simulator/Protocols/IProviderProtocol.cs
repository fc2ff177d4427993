using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols;

/// <summary>How one kind of provider is asked, answers and refuses.</summary>
internal interface IProviderProtocol
{
    /// <summary>What requests in it are called in the log.</summary>
    string Name { get; }

    /// <summary>Reads a request and refuses what the provider refuses.</summary>
    /// <exception cref="ApiError">The request is wrong.</exception>
    SimulatedRequest Read(JsonElement body, RequestTarget target);

    ApiError OfStatus(int status);

    ApiError ContextTooLong(long window, long tokens);

    /// <summary>How a prompt is refused for its content; null where that is an answer of its own kind.</summary>
    ApiError? ContentFiltered();

    ApiError AssistantPrefix();

    ApiError ModelNotFound(string model);

    void WriteError(Utf8JsonWriter writer, ApiError error);

    void WriteAnswer(Utf8JsonWriter writer, ComposedAnswer answer, AnswerHead head);

    IAnswerEvents OpenStream(EventPipe pipe, ComposedAnswer answer, AnswerHead head);

    string NewCallId(Random random, string tool, int index);

    string NewAnswerId(Random random);
}
