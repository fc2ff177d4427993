using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Reads the body of <c>/v1/chat/completions</c>. What it does not read itself goes along for deployments of the same protocol.</summary>
internal static class ChatRequestReader
{
    /// <summary>Read by one of the methods below; everything else is carried.</summary>
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
        // Mistral's word for it.
        "random_seed",
        "frequency_penalty",
        "presence_penalty",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "response_format",
        "reasoning_effort",
        "reasoning",
        "functions",
        "function_call",
        "n",
        // OpenRouter's word for a usage that is there anyway.
        "usage",
    };

    private static readonly HashSet<string> KnownStreamOptions = new(StringComparer.Ordinal)
    {
        "include_usage",
    };

    public static ChatRequest Read(JsonField body)
    {
        var stream = body.BoolOf("stream") ?? false;
        var options = new ChatOptions
        {
            Temperature = body.FloatOf("temperature"),
            TopP = body.FloatOf("top_p"),
            TopK = body.IntOf("top_k"),
            MaxOutputTokens = body.IntOf("max_completion_tokens") ?? body.IntOf("max_tokens"),
            Seed = body.LongOf("seed") ?? body.LongOf("random_seed"),
            FrequencyPenalty = body.FloatOf("frequency_penalty"),
            PresencePenalty = body.FloatOf("presence_penalty"),
            StopSequences = Stops(body.Member("stop")),
        };
        ChatFormatReader.Read(body.Member("response_format"), options);
        ChatReasoningReader.Read(body, options);
        ChatToolReader.Read(body, options);
        var callsFunctions = LegacyFunctions.Read(body, options);
        ReadChoices(body, options);
        Carry(body, options, stream);
        var asked = new ApiRequest
        {
            Model = body.TextOf("model"),
            Messages = ChatMessageReader.Read(body.Required("messages")),
            Options = options,
            Streamed = stream,
        };
        return new(asked, AsksForUsage(body)) { CallsFunctions = callsFunctions };
    }

    private static void Carry(JsonField body, ChatOptions options, bool stream)
    {
        var carried = options.AdditionalProperties;
        CarriedFields.Add(ref carried, body, WireProtocols.ChatCompletions, Known);
        if (stream)
        {
            CarriedFields.AddRest(
                ref carried,
                body.Member("stream_options"),
                WireProtocols.ChatCompletions,
                "stream_options",
                KnownStreamOptions
            );
        }

        options.AdditionalProperties = carried;
    }

    /// <summary>In OpenAI's words, or in OpenRouter's.</summary>
    private static bool AsksForUsage(JsonField body) =>
        body.Member("stream_options")?.BoolOf("include_usage")
        ?? (body.Member("usage") is { IsObject: true } usage && (usage.BoolOf("include") ?? false));

    /// <summary>Several answers to one request only come from a deployment of this protocol.</summary>
    private static void ReadChoices(JsonField body, ChatOptions options)
    {
        if (body.Member("n") is not { } n || n.AsInt() == 1)
        {
            return;
        }

        if (n.AsInt() < 1)
        {
            throw n.Wrong("at least 1");
        }

        var carried = options.AdditionalProperties;
        CarriedFields.Add(ref carried, WireProtocols.ChatCompletions, "n", n.Value);
        options.AdditionalProperties = carried;
    }

    private static List<string>? Stops(JsonField? stop) =>
        stop is not { } given ? null
        : given.IsText ? [given.AsText()]
        : [.. given.Items().Select(item => item.AsText())];
}
