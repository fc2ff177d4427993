using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.ChatCompletions;

/// <summary>OpenAI's chat completions, and what other providers made of them.</summary>
internal sealed class ChatCompletionsProtocol(ChatDialect dialect) : IProviderProtocol
{
    public string Name => "chat.completions";

    public SimulatedRequest Read(JsonElement body, RequestTarget target) =>
        ChatRequestReader.Read(body, dialect);

    public ApiError OfStatus(int status) => ApiError.OfStatus(status);

    public ApiError ContextTooLong(long window, long tokens) =>
        ApiError.ContextTooLong(window, tokens);

    public ApiError? ContentFiltered() =>
        dialect.Errors == ChatErrorShape.NumberedCode
            ? new(403, "The model requires moderation and your input was flagged.", "", null, null)
            : ApiError.Invalid(
                "The response was filtered due to the prompt triggering the content policy.",
                "prompt",
                "content_filter"
            );

    public ApiError AssistantPrefix() =>
        ApiError.Invalid(
            "The conversation must end with a user message; an assistant prefix is not supported.",
            "messages"
        );

    public ApiError ModelNotFound(string model) => ApiError.ModelNotFound(model);

    public void WriteError(Utf8JsonWriter writer, ApiError error)
    {
        writer.WriteStartObject();
        if (dialect.Errors == ChatErrorShape.Flat)
        {
            writer.WriteString("object", "error");
            WriteMembers(writer, error);
        }
        else
        {
            writer.WriteStartObject("error");
            WriteMembers(writer, error);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    public void WriteAnswer(Utf8JsonWriter writer, ComposedAnswer answer, AnswerHead head) =>
        ChatBody.Write(writer, answer, head, dialect);

    public IAnswerEvents OpenStream(EventPipe pipe, ComposedAnswer answer, AnswerHead head) =>
        new ChatEvents(pipe, answer, head, dialect);

    public string NewCallId(Random random, string tool, int index) =>
        dialect.CallIds.New(random, tool, index);

    public string NewAnswerId(Random random) => Identifiers.Completion(random);

    private void WriteMembers(Utf8JsonWriter writer, ApiError error)
    {
        writer.WriteString("message", error.Message);
        if (dialect.Errors == ChatErrorShape.NumberedCode)
        {
            writer.WriteNumber("code", error.Status);
            return;
        }

        writer.WriteString("type", error.Type);
        writer.WriteString("param", error.Param);
        writer.WriteString("code", error.Code);
    }
}
