using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Restrictions;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Anthropic;

internal sealed class AnthropicRequestWriter(KnownProvider provider, ProviderOptions deployment)
{
    private const string Betas = "betas";
    private const string BetaName = "anthropic-beta";
    private const string UserProfile = "user_profile_id";
    private const string UserProfileName = "anthropic-user-profile-id";

    public WireRequest Write(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        bool streaming
    )
    {
        var notes = new RequestNotes(provider.Name, deployment.UnsupportedParameters, options);
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
        var rules = ModelRules.Of(provider, options.ModelId);
        AnthropicTurns.Repair(body, rules, notes);
        var translated = new TranslatedFields(options, notes);
        if (translated.AllowedTools is { } allowed)
        {
            AllowedTools.Keep(options, allowed);
        }
        AnthropicTools.Write(body, options, provider.Speaker, notes);
        WriteTranslated(body, translated);
        WriteSampling(body, options, notes);
        WriteFormat(body, options.ResponseFormat, notes);
        if (!FieldNames.IsFrom(options, provider.Speaker.Protocol))
        {
            RepairSchemas(body, new(rules, notes));
        }
        new AnthropicThinking(options, rules, notes).Write(body);
        if (streaming)
        {
            body["stream"] = true;
        }
        WriteExtras(body, options);
        rules.Apply(body, notes);
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
        return new WireRequest("messages", body, notes.Dropped, HeadersOf(options));
    }

    /// <summary>What thinking and its effort have become stands.</summary>
    private void WriteExtras(JsonObject body, ChatOptions options)
    {
        var written = AnthropicThinking.Settled(options.AdditionalProperties);
        ProviderExtras.Write(
            body,
            written,
            provider.Speaker,
            body.ContainsKey("tools") ? [Betas, UserProfile] : [Betas, UserProfile, "tool_choice"]
        );
    }

    private static void WriteTranslated(JsonObject body, TranslatedFields translated)
    {
        translated.WriteAnthropic(body);
        if (translated.WebSearch is not { } search)
        {
            return;
        }
        var tool = new JsonObject { ["type"] = "web_search_20250305", ["name"] = "web_search" };
        if (TranslatedFields.Location(search) is { } location)
        {
            tool["user_location"] = location;
        }
        AllowedTools.Add(body, tool);
    }

    private Dictionary<string, string>? HeadersOf(ChatOptions options)
    {
        var betas = BetasOf(options);
        var profile = ProviderExtras.Text(
            options.AdditionalProperties,
            provider.Speaker,
            UserProfile
        );
        if (betas is null && profile is null)
        {
            return null;
        }
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (betas is not null)
        {
            headers[BetaName] = betas;
        }
        if (profile is not null)
        {
            headers[UserProfileName] = profile;
        }
        return headers;
    }

    /// <summary>What the request asks for goes beside what the deployment asks for in every request.</summary>
    private string? BetasOf(ChatOptions options)
    {
        var asked = ProviderExtras.Get(options.AdditionalProperties, provider.Speaker, Betas);
        if (asked is null)
        {
            return null;
        }
        var betas = asked switch
        {
            IEnumerable<string> several => several,
            JsonElement { ValueKind: JsonValueKind.Array } list => list.EnumerateArray()
                .Select(static item => item.ToString()),
            _ => asked.ToString()!.Split(','),
        };
        var all = betas
            .Concat((deployment.Headers.TryGetValue(BetaName, out var own) ? own : "").Split(','))
            .Select(static beta => beta.Trim())
            .Where(static beta => beta.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return all.Count == 0 ? null : string.Join(',', all);
    }

    private static void WriteSampling(JsonObject body, ChatOptions options, RequestNotes notes)
    {
        Set("temperature", WireNumber.Of(options.Temperature));
        Set("top_p", WireNumber.Of(options.TopP));
        Set("top_k", options.TopK);
        if (options.StopSequences is { Count: > 0 } stops)
        {
            // The API refuses a sequence of nothing but white space.
            var visible = stops.Where(static stop => !string.IsNullOrWhiteSpace(stop)).ToList();
            if (visible.Count < stops.Count)
            {
                notes.Unsupported("stop");
            }
            if (visible.Count > 0)
            {
                body["stop_sequences"] = new JsonArray([
                    .. visible.Select(static stop => (JsonNode?)stop),
                ]);
            }
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

    /// <summary>Callers of the protocol know what it takes; schemas that were written for others may say more.</summary>
    private static void RepairSchemas(JsonObject body, SchemaRepair schemas)
    {
        schemas.Apply(body["output_config"]?["format"]?["schema"]);
        foreach (var tool in body["tools"] as JsonArray ?? [])
        {
            if (tool?["strict"]?.GetValueKind() is JsonValueKind.True)
            {
                schemas.Apply(tool["input_schema"]);
            }
        }
    }

    private static void WriteFormat(JsonObject body, ChatResponseFormat? format, RequestNotes notes)
    {
        if (format is ChatResponseFormatJson { Schema: null })
        {
            notes.Unsupported("response_format");
        }
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
