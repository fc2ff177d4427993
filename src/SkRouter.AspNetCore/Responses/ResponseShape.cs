using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.ChatCompletions;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Writes the response object around the items: once for an answer, several times for a stream.</summary>
internal sealed class ResponseShape(
    ModelInvocationContext context,
    ResponsesRequest request,
    TimeProvider time
)
{
    public const string Completed = "completed";
    public const string Incomplete = "incomplete";
    public const string InProgress = "in_progress";
    public const string Failed = "failed";

    public string Id { get; } = IdOf(context);

    /// <summary>Gets or sets why the model stopped.</summary>
    public ChatFinishReason? Finish { get; set; }

    /// <summary>Gets or sets why the response failed.</summary>
    public ApiFault? Fault { get; set; }

    public static string IdOf(ModelInvocationContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"resp_{context.Id}");

    /// <summary>Writes the object.</summary>
    /// <param name="json">The output.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="model">What the provider calls the model that answers.</param>
    /// <param name="items">The items of the output.</param>
    /// <param name="usage">Null while it is not known.</param>
    public void Write(
        Utf8JsonWriter json,
        string status,
        string? model,
        IReadOnlyList<ResponseItem> items,
        UsageDetails? usage
    )
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", context.StartedAt.ToUnixTimeSeconds());
        json.WriteString("status", status);
        json.WriteBoolean("background", false);
        WriteCompletedAt(json, status);
        WriteError(json);
        WriteIncomplete(json, status);
        json.WriteNull("access_programs");
        json.WriteNull("conversation");
        json.WriteNull("moderation");
        json.WriteString("model", ChatNames.ModelOf(model, context));
        json.WriteStartArray("output");
        for (var i = 0; i < items.Count; i++)
        {
            items[i].Write(json, StatusOf(status, isLast: i == items.Count - 1));
        }

        json.WriteEndArray();
        ResponseEcho.Write(json, request.Body);
        json.WriteString("service_tier", ServiceTier());
        json.WriteBoolean("store", request.Stores);
        WriteUsage(json, usage, status);
        json.WriteEndObject();
    }

    public static string StatusOf(ChatFinishReason? finish) =>
        finish == ChatFinishReason.Length || finish == ChatFinishReason.ContentFilter
            ? Incomplete
            : Completed;

    /// <summary>The status of an item in a response that has ended.</summary>
    public static string StatusOf(string status, bool isLast) =>
        isLast && status is Incomplete or Failed ? Incomplete : ResponseItem.Completed;

    private void WriteCompletedAt(Utf8JsonWriter json, string status)
    {
        if (status == Completed)
        {
            json.WriteNumber("completed_at", time.GetUtcNow().ToUnixTimeSeconds());
        }
        else
        {
            json.WriteNull("completed_at");
        }
    }

    private void WriteError(Utf8JsonWriter json)
    {
        if (Fault is not { } fault)
        {
            json.WriteNull("error");
            return;
        }

        json.WriteStartObject("error");
        json.WriteString("code", CodeOf(fault));
        json.WriteString("message", fault.Message);
        json.WriteEndObject();
    }

    /// <summary>The words for which OpenAI's clients know what to do.</summary>
    private static string CodeOf(ApiFault fault) =>
        fault.Code switch
        {
            "context_length_exceeded" or "insufficient_quota" or "rate_limit_exceeded" =>
                fault.Code,
            _ when fault.Status == 429 => "rate_limit_exceeded",
            _ when fault.Status < 500 => "invalid_prompt",
            _ => "server_error",
        };

    private void WriteIncomplete(Utf8JsonWriter json, string status)
    {
        if (status != Incomplete)
        {
            json.WriteNull("incomplete_details");
            return;
        }

        json.WriteStartObject("incomplete_details");
        json.WriteString(
            "reason",
            Finish == ChatFinishReason.ContentFilter ? "content_filter" : "max_output_tokens"
        );
        json.WriteEndObject();
    }

    private string ServiceTier() =>
        request.Body.TryGetProperty("service_tier", out var tier)
        && tier.ValueKind is JsonValueKind.String
        && tier.GetString() is { } asked
        && asked != "auto"
            ? asked
            : "default";

    private void WriteUsage(Utf8JsonWriter json, UsageDetails? details, string status)
    {
        if (status == InProgress || (details is null && status == Failed))
        {
            json.WriteNull("usage");
            return;
        }

        var input = details?.InputTokenCount ?? 0;
        var output = details?.OutputTokenCount ?? 0;
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", input);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", details?.CachedInputTokenCount ?? 0);
        json.WriteNumber("cache_write_tokens", UsageReader.Read(details)?.CacheWriteTokens ?? 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", output);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", details?.ReasoningTokenCount ?? 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", details?.TotalTokenCount ?? (input + output));
        if (context.CostUsd is { } cost)
        {
            json.WriteNumber("cost", cost);
        }

        json.WriteEndObject();
    }
}
