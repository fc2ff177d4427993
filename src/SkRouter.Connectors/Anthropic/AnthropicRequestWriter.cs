using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Anthropic;

internal sealed class AnthropicRequestWriter(KnownProvider provider, ProviderOptions deployment)
{
    private const string Betas = "betas";

    public WireRequest Write(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        bool streaming
    )
    {
        var notes = new RequestNotes(provider.Name, deployment.UnsupportedParameters);
        new ForeignFields(provider.Speaker, notes).Name(messages, options);
        var conversation = new AnthropicMessages(provider.Speaker, notes).Write(
            messages,
            options.Instructions
        );
        var body = new JsonObject
        {
            ["model"] = options.ModelId,
            ["max_tokens"] = options.MaxOutputTokens ?? deployment.DefaultMaxOutputTokens,
        };
        if (conversation.System.Count > 0)
        {
            body["system"] = conversation.System;
        }
        body["messages"] = conversation.Messages;
        AnthropicTools.Write(body, options, provider.Speaker, notes);
        WriteSampling(body, options, notes);
        WriteFormat(body, options.ResponseFormat);
        AnthropicThinking.Write(body, options, notes);
        if (streaming)
        {
            body["stream"] = true;
        }
        ProviderExtras.Write(body, options.AdditionalProperties, provider.Speaker, Betas);
        foreach (var (name, value) in deployment.Parameters)
        {
            if (!body.ContainsKey(name))
            {
                body[name] = WireJson.Node(value);
            }
        }
        if (deployment.PromptCaching)
        {
            PromptCacheMarks.Add(body);
        }
        return new WireRequest("messages", body, notes.Dropped, BetaHeader(options));
    }

    private Dictionary<string, string>? BetaHeader(ChatOptions options) =>
        ProviderExtras.Get(options.AdditionalProperties, provider.Speaker, Betas) switch
        {
            null => null,
            IEnumerable<string> several => Header(string.Join(",", several)),
            var one => Header(one.ToString()!),
        };

    private static Dictionary<string, string> Header(string betas) =>
        new(StringComparer.OrdinalIgnoreCase) { ["anthropic-beta"] = betas };

    private static void WriteSampling(JsonObject body, ChatOptions options, RequestNotes notes)
    {
        Set("temperature", options.Temperature is { } heat ? (decimal)heat : null);
        Set("top_p", options.TopP is { } share ? (decimal)share : null);
        Set("top_k", options.TopK);
        if (options.StopSequences is { Count: > 0 } stops)
        {
            body["stop_sequences"] = new JsonArray([
                .. stops.Select(static stop => (JsonNode?)stop),
            ]);
        }
        Refuse("frequency_penalty", options.FrequencyPenalty is not null);
        Refuse("presence_penalty", options.PresencePenalty is not null);
        Refuse("seed", options.Seed is not null);

        void Set(string name, JsonNode? value)
        {
            if (value is not null)
            {
                body[name] = value;
            }
        }

        void Refuse(string name, bool isSet)
        {
            if (isSet)
            {
                notes.Unsupported(name);
            }
        }
    }

    private static void WriteFormat(JsonObject body, ChatResponseFormat? format)
    {
        if (format is ChatResponseFormatJson { Schema: { } schema })
        {
            body["output_config"] = new JsonObject
            {
                ["format"] = new JsonObject
                {
                    ["type"] = "json_schema",
                    ["schema"] = WireJson.Node(schema),
                },
            };
        }
    }
}
