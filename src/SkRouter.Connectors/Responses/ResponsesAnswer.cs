using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;
using SkRouter.Protocols.Responses;
using SkRouter.Routing;

namespace SkRouter.Connectors.Responses;

/// <summary>Reads a whole response, and what a stream's end shares with it.</summary>
internal static class ResponsesAnswer
{
    /// <summary>Members of a response that are read elsewhere, or that depend on who asks.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "id",
        "object",
        "created_at",
        "completed_at",
        "status",
        "error",
        "incomplete_details",
        "model",
        "output",
        "output_text",
        "usage",
        "service_tier",
        "background",
        "store",
        "conversation",
        "previous_response_id",
        // What a request said is not worth keeping again with each answer.
        "instructions",
        "max_output_tokens",
        "max_tool_calls",
        "metadata",
        "parallel_tool_calls",
        "prompt",
        "prompt_cache_key",
        "safety_identifier",
        "text",
        "tool_choice",
        "tools",
        "top_logprobs",
        "user",
    };

    private static readonly HashSet<string> KnownOfPart = new(StringComparer.Ordinal)
    {
        "type",
        "text",
        "annotations",
        "logprobs",
    };

    public static ChatResponse Read(JsonElement answer, string provider)
    {
        var id = answer.Text("id");
        var message = new ChatMessage(
            ChatRole.Assistant,
            [.. answer.Items("output").SelectMany(item => Contents(item, provider))]
        )
        {
            MessageId = id,
        };
        return new ChatResponse(message)
        {
            ResponseId = id,
            ModelId = answer.Text("model"),
            CreatedAt = answer.Count("created_at") is { } seconds
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null,
            FinishReason = Finish(
                answer,
                message.Contents.Any(static content => content is FunctionCallContent)
            ),
            Usage = ResponsesUsage.Read(answer),
            AdditionalProperties = Extras(answer),
        };
    }

    public static ChatFinishReason? Finish(JsonElement answer, bool hasCalls)
    {
        var status = answer.Text("status");
        if (status is "queued" or "in_progress")
        {
            return null;
        }
        var reason = answer.Member("incomplete_details").Text("reason");
        var finish = FinishReasons.Read(
            WireProtocols.Responses,
            status is "incomplete" && reason is not null ? $"{status}/{reason}" : status
        );
        return hasCalls && finish == ChatFinishReason.Stop ? ChatFinishReason.ToolCalls : finish;
    }

    public static AdditionalPropertiesDictionary? Extras(JsonElement answer)
    {
        var extras = new AdditionalPropertiesDictionary();
        if (answer.Member("usage") is { } usage)
        {
            extras[ProviderFields.RawUsage] = usage;
        }
        if (ProviderBill.In(answer.Member("usage")) is { } cost)
        {
            extras[ProviderFields.BilledCost] = cost;
        }
        if (ProviderBill.Upstream(answer.Member("usage")) is { } upstream)
        {
            extras[ProviderFields.UpstreamCost] = upstream;
        }
        if (ResponsesUsage.OtherModels(answer) is { } others)
        {
            extras[ProviderFields.OtherModels] = others;
        }
        if (answer.Text("service_tier") is { } tier)
        {
            extras[ProviderFields.ServiceTier] = tier;
        }
        if (
            (answer.Member("incomplete_details").Text("reason") ?? answer.Text("status")) is
            { } status
        )
        {
            extras[ProviderFields.NativeFinishReason] = status;
        }
        AnswerMembers.Keep(extras, answer, WireProtocols.Responses, Known);
        return extras.Count == 0 ? null : extras;
    }

    public static IEnumerable<AIContent> Contents(JsonElement item, string provider) =>
        item.Text("type") switch
        {
            "message" => Said(item, provider),
            "reasoning" => Reasoning(item, provider),
            { } type when ResponsesCallTypes.IsCall(type) && IsClients(item) =>
            [
                ResponsesCalls.Read(item, function: null, provider, keepsAll: false),
            ],
            "image_generation_call" => Picture(item, provider),
            _ => [new ProviderContent(provider, item.Clone())],
        };

    /// <summary>The block is what a caller of this protocol gets and the provider wants back; the picture is for everyone else.</summary>
    private static IEnumerable<AIContent> Picture(JsonElement item, string provider)
    {
        yield return new ProviderContent(provider, item.Clone());
        if (
            item.Text("result") is { Length: > 0 } result
            && DataContents.Read(result, $"image/{item.Text("output_format") ?? "png"}")
                is { } shown
        )
        {
            shown.AdditionalProperties = new() { [ProtocolFields.IsOfBlock] = true };
            yield return shown;
        }
    }

    /// <summary>A search for tools, or a shell, may be the provider's own.</summary>
    private static bool IsClients(JsonElement item) =>
        item.Text("execution") is not "server"
        && item.Member("environment").Text("type") is null or "local";

    /// <summary>The item's fields that must come back with it.</summary>
    public static AdditionalPropertiesDictionary? Own(
        JsonElement item,
        string provider,
        params string[] names
    )
    {
        var own = new AdditionalPropertiesDictionary();
        foreach (var name in names)
        {
            if (item.Text(name) is { } value)
            {
                own[$"{provider}.{name}"] = value;
            }
        }
        return own.Count == 0 ? null : own;
    }

    public static TextReasoningContent Thought(
        string? text,
        string? id,
        bool isRaw,
        string provider
    )
    {
        var thought = new TextReasoningContent(text ?? "").Mark(provider);
        if (id is not null)
        {
            thought.AdditionalProperties![$"{provider}.{ResponsesItems.Id}"] = id;
        }
        if (isRaw)
        {
            thought.AdditionalProperties![$"{provider}.{ResponsesReasoning.Raw}"] = true;
        }
        return thought;
    }

    /// <summary>What a part says beside its text; it goes to the caller and not back to the provider.</summary>
    private static void KeepOfPart(TextContent said, JsonElement part)
    {
        if (part.Items("logprobs").Any())
        {
            AnswerLogprobs.PutList([said], part.Member("logprobs")!.Value);
        }
        var rest = new AdditionalPropertiesDictionary();
        AnswerMembers.Keep(rest, part, ProtocolFields.Part, KnownOfPart);
        foreach (var (key, value) in rest)
        {
            (said.AdditionalProperties ??= [])[key] = value;
        }
    }

    private static IEnumerable<AIContent> Said(JsonElement item, string provider)
    {
        foreach (var part in item.Items("content"))
        {
            if (part.Text("refusal") is { Length: > 0 } refusal)
            {
                yield return new ErrorContent(refusal)
                {
                    ErrorCode = "Refusal",
                    AdditionalProperties = Own(
                        item,
                        provider,
                        ResponsesItems.Id,
                        ResponsesItems.Phase
                    ),
                };
            }
            else if (part.Text("text") is { } text)
            {
                var said = new TextContent(text)
                {
                    Annotations = Citations.Read(part.Items("annotations")),
                    AdditionalProperties = Own(
                        item,
                        provider,
                        ResponsesItems.Id,
                        ResponsesItems.Phase
                    ),
                };
                KeepOfPart(said, part);
                yield return said;
            }
        }
    }

    private static List<TextReasoningContent> Reasoning(JsonElement item, string provider)
    {
        var id = item.Text("id");
        List<TextReasoningContent> thoughts =
        [
            .. item.Items("summary")
                .Select(part => Thought(part.Text("text"), id, false, provider)),
            .. item.Items("content").Select(part => Thought(part.Text("text"), id, true, provider)),
        ];
        if (thoughts.Count == 0)
        {
            thoughts.Add(Thought("", id, false, provider));
        }
        thoughts[^1].ProtectedData = item.Text("encrypted_content");
        return thoughts;
    }
}
