using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Pipeline;
using SkRouter.Protocols;
using SkRouter.Spend;

namespace SkRouter.AspNetCore.Api;

/// <summary>
/// Collects the names of what an answer says and the caller's protocol has no word for. They go out in the header that also names what a request lost, or in a
/// comment before the end of a stream.
/// </summary>
/// <param name="protocol">The caller's protocol.</param>
/// <param name="speaker">What the deployment that answers speaks; null if it is not a connector of SkRouter.</param>
internal sealed class AnswerLosses(string protocol, Speaker? speaker)
{
    private const string Prefix = "answer.";
    private const string Choice = $"{WireProtocols.ChatCompletions}.choice";
    private const string Message = $"{WireProtocols.ChatCompletions}.message";
    private const string Signature = "thoughtSignature";
    private const string Logprobs = "logprobs";

    /// <summary>Fields that say the same as what is delivered in other words, or repeat the request.</summary>
    private static readonly HashSet<string> Told = new(StringComparer.Ordinal)
    {
        "stop_sequence",
        "stop_reason",
        "matched_stop",
        "service_tier",
        Logprobs,
        "audio",
        "groundingChunks",
        "groundingSupports",
        "frequency_penalty",
        "instructions",
        "max_output_tokens",
        "max_tool_calls",
        "parallel_tool_calls",
        "presence_penalty",
        "prompt",
        "prompt_cache_key",
        "prompt_cache_options",
        "prompt_cache_retention",
        "reasoning",
        "safety_identifier",
        "temperature",
        "text",
        "tool_choice",
        "tools",
        "top_logprobs",
        "top_p",
        "truncation",
        "user",
    };

    /// <summary>Marks of contents that only their provider reads again.</summary>
    private static readonly HashSet<string> Marks = new(StringComparer.Ordinal)
    {
        "id",
        "raw",
        "redacted",
        "type",
        "name",
        "namespace",
        "status",
        "environment",
        "execution",
        "pending_safety_checks",
        ProtocolFields.OfCall,
        Signature,
    };

    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);

    public static AnswerLosses Of(ModelInvocationContext context, string protocol) =>
        new(protocol, context.Served?.Speaker);

    public IReadOnlyCollection<string> Names => _names;

    private bool IsNative => speaker?.Protocol == protocol;

    public void Name(string name) => _names.Add(Prefix + name);

    /// <summary>Names a content that cannot be shown.</summary>
    public void Name(AIContent content)
    {
        switch (content)
        {
            case UsageContent or TextReasoningContent or TextContent { Text: "" }:
                break;
            case ProviderContent { Block: var block } when KindOf(block) is var kind:
                // Its picture is a content of its own.
                if (kind != "image_generation_call")
                {
                    Name($"content:{kind}");
                }

                break;
            case DataContent data:
                Name(KindOf(data.MediaType));
                break;
            case UriContent link when link.HasTopLevelMediaType("image"):
                Name("images");
                break;
            case UriContent link:
                Name($"content:{link.MediaType.Split('/')[0]}");
                break;
            default:
                Name($"content:{content.GetType().Name}");
                break;
        }
    }

    /// <summary>Names counts of tokens by media, which only chat completions have.</summary>
    public void NameMedia(UsageDetails? details)
    {
        if (details is { InputAudioTokenCount: > 0 } or { OutputAudioTokenCount: > 0 })
        {
            Name("usage.audio_tokens");
        }

        if (
            UsageReader.Read(details) is { } usage
            && (usage.Of(UsageUnit.InputImage) > 0 || usage.Of(UsageUnit.OutputImage) > 0)
        )
        {
            Name("usage.image_tokens");
        }
    }

    /// <summary>Names the members of an answer of another protocol.</summary>
    public void NameMembers(AdditionalPropertiesDictionary? extras)
    {
        foreach (var (key, value) in extras ?? [])
        {
            if (
                value is null
                || ProtocolFields.ProtocolOf(key) is not { } owner
                || owner == protocol
            )
            {
                continue;
            }

            if (key is Choice or Message && value is Dictionary<string, JsonElement> inner)
            {
                foreach (var (name, member) in inner)
                {
                    NameMember(name, member);
                }
            }
            else
            {
                NameMember(key[(owner.Length + 1)..], value);
            }
        }
    }

    /// <summary>Names what a content carries for its provider and the caller's protocol has no place for.</summary>
    public void NameMarks(AIContent content)
    {
        if (
            IsNative
            || content is UsageContent
            || content.AdditionalProperties is not { Count: > 0 } properties
        )
        {
            return;
        }

        if (protocol == WireProtocols.Messages && properties.ContainsKey(ProtocolFields.Logprobs))
        {
            Name(Logprobs);
        }

        foreach (var (key, value) in properties)
        {
            if (
                value is not null
                && (speaker?.FieldOf(key) ?? ProtocolFields.After(key, ProtocolFields.Part))
                    is { } field
                && !Marks.Contains(field)
            )
            {
                Name(field);
            }
        }
    }

    private void NameMember(string name, object value)
    {
        if (
            name == "groundingMetadata"
            && value is JsonElement { ValueKind: JsonValueKind.Object } grounding
        )
        {
            foreach (var member in grounding.EnumerateObject())
            {
                if (!Told.Contains(member.Name))
                {
                    Name($"{name}.{member.Name}");
                }
            }
        }
        else if (
            name == Logprobs
            && value is JsonElement { ValueKind: JsonValueKind.Object } tokens
        )
        {
            // Those of a text are on the text; those of a refusal have no place elsewhere.
            if (
                tokens.TryGetProperty("refusal", out var ofRefusal)
                && ofRefusal.ValueKind is JsonValueKind.Array
            )
            {
                Name(Logprobs);
            }
        }
        else if (
            !Told.Contains(name)
            || (name is "stop_reason" or "matched_stop" && protocol == WireProtocols.Responses)
        )
        {
            Name(name);
        }
    }

    private static string KindOf(JsonElement block) =>
        block.ValueKind is not JsonValueKind.Object ? "unknown"
        : block.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String
            ? type.GetString()!
        : block
            .EnumerateObject()
            .Select(member => member.Name)
            .FirstOrDefault(name => name != Signature)
            ?? "unknown";

    private static string KindOf(string mediaType) =>
        mediaType.Split('/')[0] switch
        {
            "image" => "images",
            "audio" => "audio",
            var kind => $"content:{kind}",
        };
}
