using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SkRouter.Simulator.CommandLine;

/// <summary>One request as a line of JSON.</summary>
internal static class RequestJson
{
    public static string Line(ReceivedRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("model", request.Model);
            writer.WriteString("protocol", request.Protocol);
            writer.WriteNumber("number", request.Number);
            writer.WriteString("receivedAt", request.ReceivedAt);
            writer.WriteNumber("durationMs", Math.Round(request.Duration.TotalMilliseconds, 3));
            writer.WriteBoolean("streamed", request.Streamed);
            writer.WriteString("apiKeyFingerprint", request.ApiKeyFingerprint);
            writer.WriteString("outcome", request.Outcome.ToString());
            writer.WriteString("fault", request.Fault?.ToString());
            WriteAnswer(writer, request);
            writer.WritePropertyName("body");
            request.Body.WriteTo(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteAnswer(Utf8JsonWriter writer, ReceivedRequest request)
    {
        writer.WritePropertyName("status");
        if (request.Status is { } status)
        {
            writer.WriteNumberValue(status);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteString("errorCode", request.ErrorCode);
        writer.WriteString("text", request.Text);
        writer.WriteString("finishReason", request.FinishReason);
        writer.WriteStartArray("toolCalls");
        foreach (var call in request.ToolCalls)
        {
            writer.WriteStartObject();
            writer.WriteString("name", call.Name);
            writer.WriteString("arguments", call.Arguments);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteUsage(writer, "usage", request.Usage);
        WriteUsage(writer, "usageSent", request.UsageSent);
    }

    private static void WriteUsage(Utf8JsonWriter writer, string name, TokenUsage? usage)
    {
        if (usage is not { } tokens)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumber("promptTokens", tokens.PromptTokens);
        writer.WriteNumber("completionTokens", tokens.CompletionTokens);
        writer.WriteNumber("cachedTokens", tokens.CachedTokens);
        writer.WriteNumber("reasoningTokens", tokens.ReasoningTokens);
        writer.WriteEndObject();
    }
}
