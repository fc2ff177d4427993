using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.ChatCompletions;
using SkRouter.Pipeline;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Writes the response object around the items: once for an answer, several times for a stream.</summary>
internal sealed class ResponseShape(
    ModelInvocationContext context,
    ResponsesRequest request,
    TimeProvider time
)
{
    private const string Moderation = "moderation";
    public const string Completed = "completed";
    public const string Incomplete = "incomplete";
    public const string InProgress = "in_progress";
    public const string Failed = "failed";

    public string Id { get; } = IdOf(context);

    /// <summary>Gets or sets why the model stopped.</summary>
    public ChatFinishReason? Finish { get; set; }

    /// <summary>Gets what the answer says beside its content.</summary>
    public AdditionalPropertiesDictionary Extras { get; } = [];

    /// <summary>Gets or sets why the response failed.</summary>
    public ApiFault? Fault { get; set; }

    /// <summary>Adds what an answer, or a piece of one, says beside its content.</summary>
    public void Add(AdditionalPropertiesDictionary? extras)
    {
        foreach (var (key, value) in extras ?? [])
        {
            Extras[key] = value;
        }
    }

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
        if (!Extras.ContainsKey(ProtocolFields.Key(WireProtocols.Responses, Moderation)))
        {
            json.WriteNull(Moderation);
        }

        json.WriteString("model", ChatNames.ModelOf(model, context));
        json.WriteStartArray("output");
        for (var i = 0; i < items.Count; i++)
        {
            items[i].Write(json, StatusOf(status, isLast: i == items.Count - 1));
        }

        json.WriteEndArray();
        ResponseEcho.Write(json, request.Body, Extras);
        WriteOwn(json);
        json.WriteString("service_tier", ServiceTiers.Read(Extras) ?? ServiceTier());
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

    /// <summary>Writes what a provider of the protocol says that is neither about the exchange nor repeats the request.</summary>
    private void WriteOwn(Utf8JsonWriter json)
    {
        foreach (var (key, value) in Extras)
        {
            if (
                ProtocolFields.After(key, WireProtocols.Responses) is { } name
                && !ResponseEcho.Has(name)
                && value is JsonElement element
            )
            {
                json.WritePropertyName(name);
                element.WriteTo(json);
            }
        }
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

        ResponsesUsageWriter.Write(json, details, RawUsage, context.CostUsd);
    }

    /// <summary>The provider's own account, if it speaks the protocol.</summary>
    private JsonElement? RawUsage =>
        context.Served?.Speaker?.Protocol == WireProtocols.Responses
        && Extras.GetValueOrDefault("skrouter.raw_usage") is JsonElement raw
            ? raw
            : null;
}
