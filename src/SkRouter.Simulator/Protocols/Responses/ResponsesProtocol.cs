using System.Text.Json;
using SkRouter.Simulator.Answering;
using SkRouter.Simulator.Protocols.ChatCompletions;

namespace SkRouter.Simulator.Protocols.Responses;

/// <summary>OpenAI's Responses; its errors are those of chat completions.</summary>
internal sealed class ResponsesProtocol : IProviderProtocol
{
    private static readonly ChatCompletionsProtocol Errors = new(ChatDialect.Lenient);

    public string Name => "responses";

    public SimulatedRequest Read(JsonElement body, RequestTarget target) =>
        ResponsesReader.Read(body);

    public ApiError OfStatus(int status) => ApiError.OfStatus(status);

    public ApiError ContextTooLong(long window, long tokens) =>
        ApiError.ContextTooLong(window, tokens);

    public ApiError? ContentFiltered() => Errors.ContentFiltered();

    public ApiError AssistantPrefix() => Errors.AssistantPrefix();

    public ApiError ModelNotFound(string model) => ApiError.ModelNotFound(model);

    public void WriteError(Utf8JsonWriter writer, ApiError error) =>
        Errors.WriteError(writer, error);

    public void WriteAnswer(Utf8JsonWriter writer, ComposedAnswer answer, AnswerHead head) =>
        ResponsesBody.Write(writer, answer, head, ResponsesBody.Final);

    public IAnswerEvents OpenStream(EventPipe pipe, ComposedAnswer answer, AnswerHead head) =>
        new ResponsesEvents(pipe, answer, head);

    public string NewCallId(Random random, string tool, int index) => Identifiers.Call(random);

    public string NewAnswerId(Random random) => Identifiers.Response(random);
}
