using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Restrictions;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Responses;

internal sealed class ResponsesRequestWriter(KnownProvider provider, ProviderOptions deployment)
{
    public WireRequest Write(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        bool streaming
    )
    {
        var notes = new RequestNotes(provider.Name, deployment.UnsupportedParameters, options);
        new ForeignFields(provider.Speaker, notes).Name(messages, options);
        var body = new JsonObject { ["model"] = options.ModelId };
        if ((options.Instructions ?? Instructions(messages)) is { } instructions)
        {
            body["instructions"] = instructions;
            messages = options.Instructions is null ? [.. messages.Skip(1)] : messages;
        }
        body["input"] = new ResponsesItems(provider.Speaker, notes).Write(messages);
        WriteConversation(body, options.ConversationId);
        ResponsesTools.Write(body, options, provider.Speaker, notes);
        WriteSampling(body, options, notes);
        WriteFormat(body, options);
        WriteReasoning(body, options, notes);
        WriteTranslated(body, options, notes);
        if (streaming)
        {
            body["stream"] = true;
        }
        ProviderExtras.Write(
            body,
            options.AdditionalProperties,
            provider.Speaker,
            body.ContainsKey("tools") ? ["include"] : ["include", "tool_choice"]
        );
        AddIncludes(body, options);
        var rules = ModelRules.Of(provider, options.ModelId);
        rules.Apply(body, notes);
        ChatRepair.Apply(body, "input", rules, notes);
        foreach (var (name, value) in deployment.Parameters)
        {
            if (!body.ContainsKey(name))
            {
                body[name] = WireJson.Node(value);
            }
        }
        return new WireRequest("responses", body, notes.Dropped);
    }

    /// <summary>Gets the instructions of a caller of this protocol, which are not part of the conversation.</summary>
    private static string? Instructions(IReadOnlyList<ChatMessage> messages) =>
        messages is [{ Contents: [TextContent text] } first, _, ..]
        && first.AdditionalProperties?.ContainsKey(ProtocolFields.Instructions) is true
            ? text.Text
            : null;

    private static void WriteTranslated(JsonObject body, ChatOptions options, RequestNotes notes)
    {
        var translated = new TranslatedFields(options, notes);
        translated.WriteOpenAI(body, WireProtocols.ChatCompletions, "safety_identifier");
        if (translated.Verbosity(WireProtocols.ChatCompletions) is { } verbosity)
        {
            if (body["text"] is not JsonObject text)
            {
                body["text"] = text = [];
            }
            text["verbosity"] = verbosity;
        }
        if (translated.LogProbabilities is { } most)
        {
            Include(body, CarriedSetting.LogProbabilities);
            if (most > 0)
            {
                body["top_logprobs"] = most;
            }
        }
        if (translated.WebSearch is { } search)
        {
            var tool = new JsonObject { ["type"] = "web_search" };
            if (search.Text("search_context_size") is { } size)
            {
                tool["search_context_size"] = size;
            }
            if (TranslatedFields.Location(search) is { } location)
            {
                tool["user_location"] = location;
            }
            AllowedTools.Add(body, tool);
        }
        if (body.ContainsKey("tools") && translated.AllowedTools is { } allowed)
        {
            AllowedTools.WriteResponses(body, allowed, options);
        }
    }

    /// <summary>What the caller asks for stands beside what the connector needs.</summary>
    private void AddIncludes(JsonObject body, ChatOptions options)
    {
        if (
            WireJson.Node(
                ProviderExtras.Get(options.AdditionalProperties, provider.Speaker, "include")
            )
            is not JsonArray wanted
        )
        {
            return;
        }
        foreach (var item in wanted)
        {
            if (item is JsonValue value && value.TryGetValue<string>(out var name))
            {
                Include(body, name);
            }
        }
    }

    private static void Include(JsonObject body, string name)
    {
        if (body["include"] is not JsonArray included)
        {
            body["include"] = included = [];
        }
        if (!included.Any(known => known?.ToString() == name))
        {
            included.Add(name);
        }
    }

    private static void WriteConversation(JsonObject body, string? conversation)
    {
        if (conversation is not null)
        {
            body[
                conversation.StartsWith("conv_", StringComparison.Ordinal)
                    ? "conversation"
                    : "previous_response_id"
            ] = conversation;
        }
    }

    private static void WriteSampling(JsonObject body, ChatOptions options, RequestNotes notes)
    {
        var refuses = OpenAIModel.RefusesSampling(options);
        Set("max_output_tokens", options.MaxOutputTokens, has: true);
        Set("temperature", WireNumber.Of(options.Temperature), !refuses);
        Set("top_p", WireNumber.Of(options.TopP), !refuses);
        Set("top_k", options.TopK, has: false);
        Set("frequency_penalty", WireNumber.Of(options.FrequencyPenalty), has: false);
        Set("presence_penalty", WireNumber.Of(options.PresencePenalty), has: false);
        Set("seed", options.Seed, has: false);
        Set("stop", options.StopSequences is { Count: > 0 } ? new JsonArray() : null, has: false);

        void Set(string name, JsonNode? value, bool has)
        {
            if (value is null)
            {
                return;
            }
            if (has)
            {
                body[name] = value;
            }
            else
            {
                notes.Unsupported(name);
            }
        }
    }

    private static void WriteFormat(JsonObject body, ChatOptions options)
    {
        if (options.ResponseFormat is not ChatResponseFormatJson json)
        {
            return;
        }
        var written = new JsonObject { ["type"] = "json_object" };
        if (json.Schema is { } schema)
        {
            written["type"] = "json_schema";
            written["name"] = json.SchemaName ?? "answer";
            written["schema"] = WireJson.Node(schema);
            written["strict"] = StrictSchema.Wanted(options) ?? StrictSchema.Fits(schema);
            if (json.SchemaDescription is { } description)
            {
                written["description"] = description;
            }
        }
        body["text"] = new JsonObject { ["format"] = written };
    }

    /// <summary>Thoughts are asked for encrypted, so that the next request can carry them whoever stores nothing.</summary>
    private void WriteReasoning(JsonObject body, ChatOptions options, RequestNotes notes)
    {
        var reasoning = new JsonObject();
        if (ReasoningSetting.Of(options) is { } setting)
        {
            var effort = ModelRules.Of(provider, options.ModelId).Effort(setting.Word);
            if (effort is not null)
            {
                reasoning["effort"] = effort;
            }
            if (effort != setting.Word)
            {
                notes.Left("reasoning.effort");
            }
        }
        switch (options.Reasoning?.Output)
        {
            case ReasoningOutput.Summary:
                reasoning["summary"] = "auto";
                break;
            case ReasoningOutput.Full:
                reasoning["summary"] = "detailed";
                break;
            default:
                break;
        }
        if (reasoning.Count > 0)
        {
            body["reasoning"] = reasoning;
        }
        if (
            OpenAIModel.Reasons(options.ModelId)
            && !provider.Name.StartsWith("deepseek", StringComparison.Ordinal)
        )
        {
            body["include"] = new JsonArray("reasoning.encrypted_content");
        }
    }
}
