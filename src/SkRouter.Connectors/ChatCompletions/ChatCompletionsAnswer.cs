using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Conversion;
using SkRouter.Protocols;
using SkRouter.Routing;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>Reads a whole chat completion.</summary>
internal static class ChatCompletionsAnswer
{
    public static ChatResponse Read(JsonElement answer, string provider)
    {
        var choice = ChatCompletionsExtras.FirstChoice(answer);
        var content = choice.Member("message") ?? choice.Member("delta");
        var message = new ChatMessage(
            ChatRole.Assistant,
            content is { } body ? Contents(body, choice, provider) : []
        )
        {
            MessageId = answer.Text("id"),
        };
        var response = new ChatResponse(message)
        {
            ResponseId = answer.Text("id"),
            ModelId = answer.Text("model"),
            CreatedAt = answer.Count("created") is { } seconds
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null,
            FinishReason = Finish(choice.Text("finish_reason")),
        };
        var usage = answer.Member("usage");
        response.Usage = ChatCompletionsUsage.Read(usage);
        response.AdditionalProperties = Extras(answer, choice, usage);
        return response;
    }

    public static ChatFinishReason? Finish(string? reason) =>
        FinishReasons.Read(WireProtocols.ChatCompletions, reason);

    public static AdditionalPropertiesDictionary? Extras(
        JsonElement answer,
        JsonElement choice,
        JsonElement? usage
    )
    {
        var extras = new AdditionalPropertiesDictionary();
        if (usage is { } raw)
        {
            extras[ProviderFields.RawUsage] = raw;
        }
        if (ProviderBill.In(usage) is { } cost)
        {
            extras[ProviderFields.BilledCost] = cost;
        }
        if (ProviderBill.Upstream(usage) is { } upstream)
        {
            extras[ProviderFields.UpstreamCost] = upstream;
        }
        if ((choice.Text("native_finish_reason") ?? choice.Text("finish_reason")) is { } finish)
        {
            extras[ProviderFields.NativeFinishReason] = finish;
        }
        // vLLM and SGLang name the sequence that matched.
        if ((choice.Text("stop_reason") ?? choice.Text("matched_stop")) is { Length: > 0 } matched)
        {
            extras[ProviderFields.StopSequence] = matched;
        }
        if (answer.Text("service_tier") is { } tier)
        {
            extras[ProviderFields.ServiceTier] = tier;
        }
        if (answer.Text("provider") is { } servedBy)
        {
            extras[ProviderFields.ServedBy] = servedBy;
        }
        ChatCompletionsExtras.Add(extras, answer, choice);
        return extras.Count == 0 ? null : extras;
    }

    private static List<AIContent> Contents(
        JsonElement message,
        JsonElement choice,
        string provider
    )
    {
        var contents = Contents(message, provider).ToList();
        AnswerLogprobs.Put(contents, choice.Member("logprobs"));
        return contents;
    }

    private static IEnumerable<AIContent> Contents(JsonElement message, string provider)
    {
        if (Reasoning(message, provider) is { } reasoning)
        {
            yield return reasoning;
        }
        var citations = Citations.Read(message.Items("annotations"));
        foreach (var content in Said(message.Member("content"), provider))
        {
            if (content is TextContent && citations is not null)
            {
                content.Annotations = citations;
                citations = null;
            }
            yield return content;
        }
        if (message.Member("audio") is { } audio && Audio(audio, "audio/mpeg") is { } sound)
        {
            yield return sound;
        }
        foreach (var image in message.Items("images"))
        {
            if (Image(image) is { } picture)
            {
                yield return picture;
            }
        }
        if (message.Text("refusal") is { Length: > 0 } refusal)
        {
            yield return new ErrorContent(refusal) { ErrorCode = "Refusal" };
        }
        foreach (var call in message.Items("tool_calls"))
        {
            yield return WireCalls.Read(call);
        }
        if (message.Member("function_call") is { } only)
        {
            yield return WireCalls.ReadOnly(only);
        }
    }

    /// <summary>What is heard, with what is said in it; a caller of this protocol gets the object as it is.</summary>
    /// <param name="audio">The object, or a piece of it.</param>
    /// <param name="mediaType">Answers do not say it: the format is that of the request.</param>
    public static DataContent? Audio(JsonElement audio, string mediaType)
    {
        var transcript = audio.Text("transcript");
        var sound = DataContents.Read(audio.Text("data") ?? "", mediaType);
        if (sound is null || (sound.Data.IsEmpty && transcript is null))
        {
            return null;
        }
        if (transcript is { Length: > 0 })
        {
            sound.AdditionalProperties = new() { [ProtocolFields.Transcript] = transcript };
        }
        return sound;
    }

    public static AIContent? Image(JsonElement image) =>
        image.Member("image_url").Text("url") switch
        {
            null => null,
            var url when url.StartsWith("data:", StringComparison.Ordinal) => new DataContent(url),
            var url => new UriContent(url, "image/*"),
        };

    private static TextReasoningContent? Reasoning(JsonElement message, string provider)
    {
        var said = ReasoningMember.Read(message, provider);
        var details = new ReasoningDetails();
        foreach (var block in message.Items("reasoning_details"))
        {
            details.Add(block);
        }
        if (details.Take() is { } kept)
        {
            said ??= new TextReasoningContent("").Mark(provider);
            said.ProtectedData = kept;
        }
        return said;
    }

    /// <summary>Content is a string almost everywhere, and a list of parts at Mistral.</summary>
    public static IEnumerable<AIContent> Said(JsonElement? content, string provider)
    {
        if (content is { ValueKind: JsonValueKind.String } plain)
        {
            if (JsonText.Verbatim(plain) is { Length: > 0 } text)
            {
                yield return new TextContent(text);
            }
            yield break;
        }
        if (content is not { ValueKind: JsonValueKind.Array } parts)
        {
            yield break;
        }
        foreach (var part in parts.EnumerateArray())
        {
            switch (part.Text("type"))
            {
                case "text":
                    yield return new TextContent(part.Text("text"));
                    break;
                case "thinking":
                    foreach (var thought in part.Items("thinking"))
                    {
                        yield return new TextReasoningContent(thought.Text("text")).Mark(provider);
                    }
                    break;
                default:
                    yield return new ProviderContent(provider, part.Clone());
                    break;
            }
        }
    }
}
