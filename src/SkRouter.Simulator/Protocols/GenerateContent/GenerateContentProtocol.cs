using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.GenerateContent;

/// <summary>Gemini's generateContent and streamGenerateContent.</summary>
internal sealed class GenerateContentProtocol : IProviderProtocol
{
    public string Name => "generateContent";

    public SimulatedRequest Read(JsonElement body, RequestTarget target) =>
        GenerateContentReader.Read(body, target);

    public ApiError OfStatus(int status) =>
        status switch
        {
            401 => Error(401, "UNAUTHENTICATED", "API key not valid."),
            402 or 403 => Error(status, "PERMISSION_DENIED", "The caller has no permission."),
            404 => Error(404, "NOT_FOUND", "Not found."),
            408 or 504 => Error(status, "DEADLINE_EXCEEDED", "The deadline expired."),
            429 => Error(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (check quota)."),
            503 or 529 => Error(status, "UNAVAILABLE", "The model is overloaded."),
            >= 500 => Error(status, "INTERNAL", "An internal error has occurred."),
            _ => Error(status, "INVALID_ARGUMENT", "Request contains an invalid argument."),
        };

    public ApiError ContextTooLong(long window, long tokens) =>
        Invalid(
            FormattableString.Invariant(
                $"The input token count ({tokens}) exceeds the maximum number of tokens allowed ({window})."
            )
        );

    public ApiError? ContentFiltered() => null;

    public ApiError AssistantPrefix() =>
        Invalid("Please ensure that the last content is of role user.");

    public ApiError ModelNotFound(string model) =>
        Error(
            404,
            "NOT_FOUND",
            $"models/{model} is not found for API version v1beta, or is not supported for generateContent."
        );

    public void WriteError(Utf8JsonWriter writer, ApiError error) => WriteBody(writer, error);

    public static void WriteBody(Utf8JsonWriter writer, ApiError error)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteNumber("code", error.Status);
        writer.WriteString("message", error.Message);
        writer.WriteString("status", error.Type);
        if ((error.RetryAfterMs ?? error.RetryAfterSeconds * 1000) is { } wait)
        {
            writer.WriteStartArray("details");
            writer.WriteStartObject();
            writer.WriteString("@type", "type.googleapis.com/google.rpc.RetryInfo");
            writer.WriteString("retryDelay", FormattableString.Invariant($"{wait / 1000.0}s"));
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public void WriteAnswer(Utf8JsonWriter writer, ComposedAnswer answer, AnswerHead head) =>
        GenerateContentBody.Write(writer, answer, head);

    public IAnswerEvents OpenStream(EventPipe pipe, ComposedAnswer answer, AnswerHead head) =>
        new GenerateContentEvents(pipe, answer, head);

    public string NewCallId(Random random, string tool, int index) =>
        Identifiers.Letters(random, 8);

    public string NewAnswerId(Random random) => Identifiers.Letters(random, 23);

    public static ApiError Invalid(string message) => Error(400, "INVALID_ARGUMENT", message);

    private static ApiError Error(int status, string word, string message) =>
        new(status, message, word, null, word);
}
