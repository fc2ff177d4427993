using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.Messages;

/// <summary>Anthropic's messages.</summary>
internal sealed class MessagesProtocol : IProviderProtocol
{
    public string Name => "messages";

    public SimulatedRequest Read(JsonElement body, RequestTarget target) =>
        MessagesReader.Read(body, target);

    public ApiError OfStatus(int status) =>
        status switch
        {
            401 => Error(401, "authentication_error", "invalid x-api-key"),
            402 => Error(402, "billing_error", "Your credit balance is too low."),
            403 => Error(403, "permission_error", "Your API key may not use this model."),
            404 => Error(404, "not_found_error", "Not found."),
            413 => Error(413, "request_too_large", "Request exceeds the maximum size."),
            429 => Error(429, "rate_limit_error", "This request would exceed your rate limit."),
            504 => Error(504, "timeout_error", "Request timed out."),
            529 => Error(529, "overloaded_error", "Overloaded"),
            >= 500 => Error(status, "api_error", "Internal server error"),
            _ => Error(status, "invalid_request_error", "Invalid request."),
        };

    public ApiError ContextTooLong(long window, long tokens) =>
        Invalid(
            FormattableString.Invariant($"prompt is too long: {tokens} tokens > {window} maximum")
        );

    public ApiError? ContentFiltered() => Invalid("Output blocked by content filtering policy");

    public ApiError AssistantPrefix() =>
        Invalid(
            "This model does not support assistant message prefill. The conversation must end with a user message."
        );

    public ApiError ModelNotFound(string model) => Error(404, "not_found_error", $"model: {model}");

    public void WriteError(Utf8JsonWriter writer, ApiError error)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "error");
        writer.WriteStartObject("error");
        writer.WriteString("type", error.Type);
        writer.WriteString("message", error.Message);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public void WriteAnswer(Utf8JsonWriter writer, ComposedAnswer answer, AnswerHead head) =>
        MessagesBody.Write(writer, answer, head);

    public IAnswerEvents OpenStream(EventPipe pipe, ComposedAnswer answer, AnswerHead head) =>
        new MessagesEvents(pipe, answer, head);

    public string NewCallId(Random random, string tool, int index) => Identifiers.ToolUse(random);

    public string NewAnswerId(Random random) => Identifiers.Message(random);

    public static ApiError Invalid(string message) => Error(400, "invalid_request_error", message);

    private static ApiError Error(int status, string type, string message) =>
        new(status, message, type, null, type);
}
