using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Reads the body of <c>/v1/chat/completions</c>.</summary>
internal static class ChatRequestReader
{
    /// <summary>Read by one of the methods below.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "model",
        "messages",
        "stream",
        "stream_options",
        "temperature",
        "top_p",
        "top_k",
        "max_tokens",
        "max_completion_tokens",
        "stop",
        "seed",
        "frequency_penalty",
        "presence_penalty",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "response_format",
        "reasoning_effort",
        "reasoning",
        "n",
        // OpenRouter's word for a usage that is there anyway.
        "usage",
    };

    /// <summary>About the request and not about the answer: OpenAI gets them, nobody else has to.</summary>
    private static readonly string[] Hints =
    [
        "user",
        "metadata",
        "store",
        "service_tier",
        "prompt_cache_key",
        "prompt_cache_retention",
        "safety_identifier",
        "prediction",
        "verbosity",
    ];

    /// <summary>They would change the answer, and most models would not do it.</summary>
    private static readonly string[] Refused =
    [
        "logprobs",
        "top_logprobs",
        "logit_bias",
        "audio",
        "web_search_options",
        "functions",
        "function_call",
    ];

    public static ChatRequest Read(JsonField body)
    {
        Refuse(body);
        var options = new ChatOptions
        {
            Temperature = body.FloatOf("temperature"),
            TopP = body.FloatOf("top_p"),
            TopK = body.IntOf("top_k"),
            MaxOutputTokens = body.IntOf("max_completion_tokens") ?? body.IntOf("max_tokens"),
            Seed = body.LongOf("seed"),
            FrequencyPenalty = body.FloatOf("frequency_penalty"),
            PresencePenalty = body.FloatOf("presence_penalty"),
            StopSequences = Stops(body.Member("stop")),
            ResponseFormat = ChatFormatReader.Read(body.Member("response_format")),
            Reasoning = Reasoning(body),
        };
        ChatToolReader.Read(body, options);
        TakeHints(body, options);
        var stream = body.BoolOf("stream") ?? false;
        var asked = new ApiRequest
        {
            Model = body.TextOf("model"),
            Messages = ChatMessageReader.Read(body.Required("messages")),
            Options = options,
            Streamed = stream,
            Ignored = Unknown(body),
        };
        return new(asked, body.Member("stream_options")?.BoolOf("include_usage") ?? false);
    }

    private static void Refuse(JsonField body)
    {
        foreach (var name in Refused)
        {
            if (body.Member(name) is { } member && !IsNothing(member.Value))
            {
                throw Unsupported(member);
            }
        }

        if (body.Member("n") is { } n && n.AsInt() != 1)
        {
            throw Unsupported(n);
        }

        if (
            body.Member("modalities") is { } modalities
            && modalities.Items().Any(modality => modality.AsText() != "text")
        )
        {
            throw Unsupported(modalities);
        }
    }

    private static bool IsNothing(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.False => true,
            JsonValueKind.Number => value.TryGetInt32(out var number) && number == 0,
            JsonValueKind.Object => !value.EnumerateObject().Any(),
            JsonValueKind.Array => value.GetArrayLength() == 0,
            _ => false,
        };

    private static ApiFaultException Unsupported(JsonField field) =>
        new(
            new(
                400,
                ApiFaultTypes.InvalidRequest,
                $"'{field.Path}' is not supported: not every model behind this endpoint could do it. Leave it out."
            )
            {
                Field = field.Path,
                Code = "unsupported_parameter",
            }
        );

    private static List<string>? Stops(JsonField? stop) =>
        stop is not { } given ? null
        : given.IsText ? [given.AsText()]
        : [.. given.Items().Select(item => item.AsText())];

    /// <summary>OpenAI's effort, or OpenRouter's object around it.</summary>
    private static ReasoningOptions? Reasoning(JsonField body)
    {
        var field = body.Member("reasoning_effort") ?? body.Member("reasoning")?.Member("effort");
        return field is { } effort ? new() { Effort = ReasoningEfforts.Read(effort) } : null;
    }

    private static void TakeHints(JsonField body, ChatOptions options)
    {
        foreach (var name in Hints)
        {
            if (body.Member(name) is { } hint)
            {
                (options.AdditionalProperties ??= [])[$"openai.{name}"] = hint.Value.Clone();
            }
        }

        if (body.Member("reasoning")?.IntOf("max_tokens") is { } tokens)
        {
            (options.AdditionalProperties ??= [])[ReasoningEfforts.Budget] = tokens;
        }
    }

    private static List<string> Unknown(JsonField body)
    {
        var unknown = new List<string>();
        foreach (var member in body.Value.EnumerateObject())
        {
            if (
                !Known.Contains(member.Name)
                && !Hints.Contains(member.Name, StringComparer.Ordinal)
                && !Refused.Contains(member.Name, StringComparer.Ordinal)
                && member.Name != "modalities"
                && member.Value.ValueKind is not JsonValueKind.Null
            )
            {
                unknown.Add(member.Name);
            }
        }

        return unknown;
    }
}
