using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.ChatCompletions;

/// <summary>A whole chat completion.</summary>
internal static class ChatBody
{
    public const string Fingerprint = "fp_simulator";
    public const string ServiceTier = "default";

    public static void Write(
        Utf8JsonWriter writer,
        ComposedAnswer answer,
        AnswerHead head,
        ChatDialect dialect
    )
    {
        writer.WriteStartObject();
        writer.WriteString("id", head.Id);
        writer.WriteString("object", "chat.completion");
        writer.WriteNumber("created", head.Created);
        writer.WriteString("model", head.Model);
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", 0);
        WriteMessage(writer, answer, dialect);
        writer.WriteNull("logprobs");
        writer.WriteString("finish_reason", answer.FinishReason);
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (answer.TellUsage)
        {
            ChatUsage.Write(writer, answer, dialect);
        }

        writer.WriteString("service_tier", ServiceTier);
        writer.WriteString("system_fingerprint", Fingerprint);
        writer.WriteEndObject();
    }

    private static void WriteMessage(
        Utf8JsonWriter writer,
        ComposedAnswer answer,
        ChatDialect dialect
    )
    {
        writer.WriteStartObject("message");
        writer.WriteString("role", "assistant");
        WriteSaid(writer, answer, dialect);
        if (answer.ToolCalls.Count > 0)
        {
            writer.WriteStartArray("tool_calls");
            foreach (var call in answer.ToolCalls)
            {
                writer.WriteStartObject();
                writer.WriteString("id", call.Id);
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
                writer.WriteString("name", call.Name);
                writer.WriteString("arguments", call.Arguments);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteNull("refusal");
        writer.WriteStartArray("annotations");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSaid(Utf8JsonWriter writer, ComposedAnswer answer, ChatDialect dialect)
    {
        if (answer.Reasoning is not { } reasoning || dialect.Reasoning is not { } shape)
        {
            writer.WriteString("content", answer.Text);
            return;
        }

        if (shape != ReasoningShape.Parts)
        {
            writer.WriteString("content", answer.Text);
            shape.Write(writer, reasoning, Signatures.Seal(ChatDialect.Protocol, reasoning));
            return;
        }

        writer.WriteStartArray("content");
        ReasoningShape.WritePart(writer, reasoning);
        if (answer.Text is { } text)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "text");
            writer.WriteString("text", text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
