using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.ChatCompletions;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Responses;

/// <summary>The response object around the items, which an answer has once and a stream several times.</summary>
internal sealed class ResponseShape(ModelInvocationContext context)
{
    public string Id { get; } = $"resp_{context.Id}";

    /// <param name="json">Where to.</param>
    /// <param name="status"><c>in_progress</c>, <c>completed</c> or <c>incomplete</c>.</param>
    /// <param name="model">What the provider calls the model that answers.</param>
    /// <param name="items">Writes the output's items.</param>
    /// <param name="usage">Null while it is not known.</param>
    public void Write(
        Utf8JsonWriter json,
        string status,
        string? model,
        Action<Utf8JsonWriter> items,
        UsageDetails? usage
    )
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", context.StartedAt.ToUnixTimeSeconds());
        json.WriteString("status", status);
        json.WriteBoolean("background", false);
        json.WriteNull("error");
        WriteIncomplete(json, status);
        json.WriteNull("instructions");
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        json.WriteString("model", ChatNames.ModelOf(model, context));
        json.WriteStartArray("output");
        items(json);
        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls", true);
        json.WriteBoolean("store", false);
        json.WriteString("tool_choice", "auto");
        json.WriteStartArray("tools");
        json.WriteEndArray();
        WriteUsage(json, usage, status);
        json.WriteEndObject();
    }

    public static string StatusOf(ChatFinishReason? finish) =>
        finish == ChatFinishReason.Length || finish == ChatFinishReason.ContentFilter
            ? "incomplete"
            : "completed";

    private void WriteIncomplete(Utf8JsonWriter json, string status)
    {
        if (status != "incomplete")
        {
            json.WriteNull("incomplete_details");
            return;
        }

        json.WriteStartObject("incomplete_details");
        json.WriteString(
            "reason",
            IncompleteBecause == ChatFinishReason.ContentFilter
                ? "content_filter"
                : "max_output_tokens"
        );
        json.WriteEndObject();
    }

    public ChatFinishReason? IncompleteBecause { get; set; }

    private void WriteUsage(Utf8JsonWriter json, UsageDetails? usage, string status)
    {
        if (status == "in_progress")
        {
            json.WriteNull("usage");
            return;
        }

        var input = usage?.InputTokenCount ?? 0;
        var output = usage?.OutputTokenCount ?? 0;
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", input);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", usage?.CachedInputTokenCount ?? 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", output);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", usage?.ReasoningTokenCount ?? 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", usage?.TotalTokenCount ?? (input + output));
        if (context.CostUsd is { } cost)
        {
            json.WriteNumber("cost", cost);
        }

        json.WriteEndObject();
    }
}
