using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.Messages;

/// <summary>A whole message, and what its stream shares with it.</summary>
internal static class MessagesBody
{
    public static void Write(Utf8JsonWriter writer, ComposedAnswer answer, AnswerHead head)
    {
        writer.WriteStartObject();
        WriteHead(writer, head);
        writer.WriteStartArray("content");
        WriteThinking(writer, answer);
        if (answer.Text is { Length: > 0 } text)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "text");
            writer.WriteString("text", text);
            writer.WriteEndObject();
        }

        foreach (var call in answer.ToolCalls)
        {
            WriteCall(writer, call);
        }

        writer.WriteEndArray();
        WriteStop(writer, answer);
        if (head.TellsUsage)
        {
            WriteUsage(writer, answer, answer.Usage.CompletionTokens);
        }

        writer.WriteEndObject();
    }

    public static void WriteHead(Utf8JsonWriter writer, AnswerHead head)
    {
        writer.WriteString("id", head.Id);
        writer.WriteString("type", "message");
        writer.WriteString("role", "assistant");
        writer.WriteString("model", head.Model);
    }

    public static void WriteStop(Utf8JsonWriter writer, ComposedAnswer answer)
    {
        writer.WriteString(
            "stop_reason",
            answer.FinishReason switch
            {
                "stop" => "end_turn",
                "tool_calls" => "tool_use",
                "length" => "max_tokens",
                "content_filter" => "refusal",
                var other => other,
            }
        );
        writer.WriteNull("stop_sequence");
    }

    /// <summary>Cached input is counted beside the rest, not within it.</summary>
    public static void WriteUsage(Utf8JsonWriter writer, ComposedAnswer answer, long output)
    {
        var usage = answer.Usage;
        writer.WriteStartObject("usage");
        writer.WriteNumber(
            "input_tokens",
            usage.PromptTokens - usage.CachedTokens - usage.CacheWriteTokens
        );
        writer.WriteNumber("cache_creation_input_tokens", usage.CacheWriteTokens);
        writer.WriteNumber("cache_read_input_tokens", usage.CachedTokens);
        writer.WriteStartObject("cache_creation");
        writer.WriteNumber(
            "ephemeral_5m_input_tokens",
            usage.CacheWriteTokens - usage.CacheWriteHourTokens
        );
        writer.WriteNumber("ephemeral_1h_input_tokens", usage.CacheWriteHourTokens);
        writer.WriteEndObject();
        writer.WriteNumber("output_tokens", output);
        if (usage.ReasoningTokens > 0)
        {
            writer.WriteStartObject("output_tokens_details");
            writer.WriteNumber("thinking_tokens", usage.ReasoningTokens);
            writer.WriteEndObject();
        }

        if (answer.WebSearches > 0)
        {
            writer.WriteStartObject("server_tool_use");
            writer.WriteNumber("web_search_requests", answer.WebSearches);
            writer.WriteEndObject();
        }

        writer.WriteString("service_tier", "standard");
        writer.WriteEndObject();
    }

    private static void WriteThinking(Utf8JsonWriter writer, ComposedAnswer answer)
    {
        if (answer.Reasoning is not { } reasoning)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type", "thinking");
        writer.WriteString("thinking", reasoning);
        writer.WriteString("signature", Signatures.Seal("messages", reasoning));
        writer.WriteEndObject();
    }

    /// <summary>Arguments that are no object stand as a text, which no real answer has: the fault is to be seen.</summary>
    private static void WriteCall(Utf8JsonWriter writer, SentToolCall call)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "tool_use");
        writer.WriteString("id", call.Id);
        writer.WriteString("name", call.Name);
        if (CallArguments.AreAnObject(call.Arguments))
        {
            writer.WritePropertyName("input");
            writer.WriteRawValue(call.Arguments);
        }
        else
        {
            writer.WriteString("input", call.Arguments);
        }

        writer.WriteEndObject();
    }
}
