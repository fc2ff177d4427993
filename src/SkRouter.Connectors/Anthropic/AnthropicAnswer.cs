using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;
using SkRouter.Routing;

namespace SkRouter.Connectors.Anthropic;

/// <summary>Reads a whole message of Anthropic's.</summary>
internal static class AnthropicAnswer
{
    /// <summary>Members of a message, and of the event that ends one, that are read elsewhere.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "id",
        "type",
        "role",
        "model",
        "content",
        "stop_reason",
        "stop_sequence",
        "usage",
        "delta",
        "message",
    };

    public static ChatResponse Read(JsonElement answer, string provider)
    {
        var id = answer.Text("id");
        var message = new ChatMessage(
            ChatRole.Assistant,
            [.. answer.Items("content").SelectMany(block => Contents(block, provider))]
        )
        {
            MessageId = id,
        };
        var usage = answer.Member("usage");
        return new ChatResponse(message)
        {
            ResponseId = id,
            ModelId = answer.Text("model"),
            FinishReason = Finish(answer.Text("stop_reason")),
            Usage = AnthropicUsage.Read(usage),
            AdditionalProperties = WithRest(
                Extras(usage, answer.Text("stop_reason"), sequence: answer.Text("stop_sequence")),
                answer
            ),
        };
    }

    /// <summary>Adds what else a message says: its container, the edits of its context, why it was refused, members to come.</summary>
    public static AdditionalPropertiesDictionary? WithRest(
        AdditionalPropertiesDictionary? extras,
        JsonElement? message
    )
    {
        extras ??= [];
        AnswerMembers.Keep(extras, message, WireProtocols.Messages, Known);
        return extras.Count == 0 ? null : extras;
    }

    public static ChatFinishReason? Finish(string? reason) =>
        FinishReasons.Read(WireProtocols.Messages, reason);

    public static AdditionalPropertiesDictionary? Extras(
        JsonElement? usage,
        string? reason,
        JsonElement? first = null,
        string? sequence = null
    )
    {
        var extras = new AdditionalPropertiesDictionary();
        if ((usage ?? first) is { } raw)
        {
            extras[ProviderFields.RawUsage] = raw;
        }
        AnthropicUsage.AddTerms(extras, usage, first);
        if (AnthropicUsage.OtherModels(usage) is { } others)
        {
            extras[ProviderFields.OtherModels] = others;
        }
        if (reason is not null)
        {
            extras[ProviderFields.NativeFinishReason] = reason;
        }
        if (sequence is not null)
        {
            extras[ProviderFields.StopSequence] = sequence;
        }
        return extras.Count == 0 ? null : extras;
    }

    /// <summary>The contents of one finished block.</summary>
    public static IEnumerable<AIContent> Contents(JsonElement block, string provider)
    {
        switch (block.Text("type"))
        {
            case "text":
                yield return new TextContent(block.Text("text"))
                {
                    Annotations = Citations.Read(block.Items("citations")),
                };
                break;
            case "thinking":
                yield return new TextReasoningContent(block.Text("thinking"))
                {
                    ProtectedData = block.Text("signature"),
                }.Mark(provider);
                break;
            case "redacted_thinking":
                yield return RedactedThinking(block.Text("data"), provider);
                break;
            case "tool_use":
                yield return Call(block, block.Member("input")?.GetRawText(), provider);
                break;
            default:
                yield return new ProviderContent(provider, block.Clone());
                break;
        }
    }

    public static FunctionCallContent Call(JsonElement block, string? input, string provider)
    {
        var call = WireJson.Call(
            block.Text("id") ?? "",
            block.Text("name") ?? "",
            input,
            isText: false
        );
        var caller = block.Member("caller");
        if (caller is { } other && other.Text("type") is not "direct")
        {
            // Code that called the tool must find its answer again.
            call.AdditionalProperties = new() { [$"{provider}.caller"] = other };
        }
        return call;
    }

    private static TextReasoningContent RedactedThinking(string? data, string provider)
    {
        var reasoning = new TextReasoningContent("") { ProtectedData = data }.Mark(provider);
        reasoning.AdditionalProperties![$"{provider}.{AnthropicBlocks.Redacted}"] = true;
        return reasoning;
    }
}
