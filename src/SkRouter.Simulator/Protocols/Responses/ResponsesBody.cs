using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.Responses;

/// <summary>A response, whole or as it stands in the first and last events of its stream, and its items.</summary>
internal static class ResponsesBody
{
    public const string InProgress = "in_progress";
    public const string Final = "final";

    public static void Write(
        Utf8JsonWriter writer,
        ComposedAnswer answer,
        AnswerHead head,
        string status
    )
    {
        writer.WriteStartObject();
        writer.WriteString("id", head.Id);
        writer.WriteString("object", "response");
        writer.WriteNumber("created_at", head.Created);
        writer.WriteString("model", head.Model);
        var isFinal = status == Final;
        writer.WriteString("status", isFinal ? StatusOf(answer) : status);
        writer.WriteNull("error");
        WriteIncomplete(writer, isFinal ? answer.FinishReason : null);
        writer.WriteStartArray("output");
        if (isFinal)
        {
            WriteItems(writer, answer, head);
        }

        writer.WriteEndArray();
        if (isFinal && head.TellsUsage)
        {
            WriteUsage(writer, answer.Usage);
        }

        writer.WriteEndObject();
    }

    public static string StatusOf(ComposedAnswer answer) =>
        answer.FinishReason is "length" or "content_filter" ? "incomplete" : "completed";

    public static void WriteReasoning(
        Utf8JsonWriter writer,
        ComposedAnswer answer,
        AnswerHead head,
        bool isDone
    )
    {
        var id = ItemIds.Reasoning(head.Id);
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("type", "reasoning");
        writer.WriteStartArray("summary");
        if (isDone)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "summary_text");
            writer.WriteString("text", answer.Reasoning);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (isDone && WantsSealed(head.Request.Body))
        {
            writer.WriteString("encrypted_content", Signatures.Seal("responses", id));
        }

        writer.WriteEndObject();
    }

    public static void WriteMessage(Utf8JsonWriter writer, AnswerHead head, string? text)
    {
        writer.WriteStartObject();
        writer.WriteString("id", ItemIds.Message(head.Id));
        writer.WriteString("type", "message");
        writer.WriteString("role", "assistant");
        writer.WriteString("status", text is null ? InProgress : "completed");
        writer.WriteStartArray("content");
        if (text is not null)
        {
            WritePart(writer, text);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WritePart(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "output_text");
        writer.WriteString("text", text);
        writer.WriteStartArray("annotations");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteCall(
        Utf8JsonWriter writer,
        ComposedAnswer answer,
        AnswerHead head,
        int index,
        bool isDone
    )
    {
        var call = answer.ToolCalls[index];
        var tool = OfferedTool.Find(head.Request.Body, call.Name);
        var type = tool?.CallType ?? "function_call";
        writer.WriteStartObject();
        writer.WriteString("id", CallId(answer, head, index));
        writer.WriteString("type", type);
        writer.WriteString("status", isDone ? "completed" : InProgress);
        writer.WriteString("call_id", call.Id);
        if (type is "function_call" or "custom_tool_call")
        {
            writer.WriteString("name", call.Name);
            if (tool?.Namespace is { } group)
            {
                writer.WriteString("namespace", group);
            }

            writer.WriteString(
                type == "function_call" ? "arguments" : "input",
                !isDone ? ""
                    : type == "function_call" ? call.Arguments
                    : CallInput.Text(call.Arguments)
            );
        }
        else
        {
            CallInput.WriteAction(writer, type, call.Arguments);
        }

        writer.WriteEndObject();
    }

    /// <summary>The id of a call's item, which begins with what its type asks for.</summary>
    public static string CallId(ComposedAnswer answer, AnswerHead head, int index)
    {
        var id = ItemIds.Call(head.Id, index, answer.Reasoning is not null);
        var type = OfferedTool.Find(head.Request.Body, answer.ToolCalls[index].Name)?.CallType;
        return type == "custom_tool_call" ? $"ct{id[1..]}" : id;
    }

    private static void WriteItems(Utf8JsonWriter writer, ComposedAnswer answer, AnswerHead head)
    {
        if (answer.Reasoning is not null)
        {
            WriteReasoning(writer, answer, head, isDone: true);
        }

        if (answer.Text is { Length: > 0 } text)
        {
            WriteMessage(writer, head, text);
        }

        for (var i = 0; i < answer.ToolCalls.Count; i++)
        {
            WriteCall(writer, answer, head, i, isDone: true);
        }
    }

    private static void WriteIncomplete(Utf8JsonWriter writer, string? reason)
    {
        if (reason is not ("length" or "content_filter"))
        {
            writer.WriteNull("incomplete_details");
            return;
        }

        writer.WriteStartObject("incomplete_details");
        writer.WriteString("reason", reason == "length" ? "max_output_tokens" : reason);
        writer.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter writer, TokenUsage usage)
    {
        writer.WriteStartObject("usage");
        writer.WriteNumber("input_tokens", usage.PromptTokens);
        writer.WriteStartObject("input_tokens_details");
        writer.WriteNumber("cached_tokens", usage.CachedTokens);
        writer.WriteNumber("cache_write_tokens", usage.CacheWriteTokens);
        writer.WriteEndObject();
        writer.WriteNumber("output_tokens", usage.CompletionTokens);
        writer.WriteStartObject("output_tokens_details");
        writer.WriteNumber("reasoning_tokens", usage.ReasoningTokens);
        writer.WriteEndObject();
        writer.WriteNumber("total_tokens", usage.TotalTokens);
        writer.WriteEndObject();
    }

    private static bool WantsSealed(JsonElement body) =>
        body.Items("include")
            .Any(static item =>
                item.ValueKind == JsonValueKind.String
                && item.GetString() == "reasoning.encrypted_content"
            );
}
