using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Restrictions;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.ChatCompletions;

internal sealed class ChatCompletionsRequestWriter(
    KnownProvider provider,
    ProviderOptions deployment
)
{
    private readonly ChatCompletionsDialect _dialect = provider.Dialect;

    public WireRequest Write(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        bool streaming
    )
    {
        var notes = new RequestNotes(provider.Name, deployment.UnsupportedParameters, options);
        new ForeignFields(provider.Speaker, notes).Name(messages, options);
        var body = new JsonObject { ["model"] = options.ModelId };
        body["messages"] = new ChatCompletionsMessages(provider, notes, options).Write(messages);
        WriteTools(body, options, notes);
        WriteSampling(body, options, notes);
        WriteFormat(body, options);
        new ChatCompletionsReasoning(provider, options, notes).Write(body);
        WriteTranslated(body, options, notes);
        if (streaming)
        {
            body["stream"] = true;
            if (_dialect.AsksForStreamUsage)
            {
                body["stream_options"] = new JsonObject { ["include_usage"] = true };
            }
        }
        if (
            ProviderExtras.Get(options.AdditionalProperties, provider.Speaker, "tool_choice")
            is not null
        )
        {
            body.Remove("tool_choice");
        }
        ProviderExtras.Write(
            body,
            options.AdditionalProperties,
            provider.Speaker,
            body.ContainsKey("tools") ? [] : ["tool_choice"]
        );
        if (_dialect.GivesOneChoice && body.ContainsKey("n"))
        {
            throw notes.Refused("n");
        }
        RemoveLacking(body, notes);
        var rules = ModelRules.Of(provider, options.ModelId);
        rules.Apply(body, notes);
        ChatRepair.Apply(body, "messages", rules, notes);
        foreach (var (name, value) in deployment.Parameters)
        {
            if (!body.ContainsKey(name))
            {
                body[name] = WireJson.Node(value);
            }
        }
        return new WireRequest(PathOf(body), body, notes.Dropped);
    }

    private string PathOf(JsonObject body) =>
        _dialect.PrefixPath is { } path
        && deployment.BaseUrl is null
        && body["messages"] is JsonArray { Count: > 0 } messages
        && messages[^1]?["prefix"] is JsonValue prefix
        && prefix.GetValueKind() is JsonValueKind.True
            ? path
            : _dialect.Path;

    private void WriteTranslated(JsonObject body, ChatOptions options, RequestNotes notes)
    {
        var translated = new TranslatedFields(options, notes);
        translated.WriteOpenAI(
            body,
            WireProtocols.Responses,
            _dialect.HasOpenAIModels ? "safety_identifier" : "user"
        );
        if (translated.LogProbabilities is { } most)
        {
            body["logprobs"] = true;
            if (most > 0)
            {
                body["top_logprobs"] = most;
            }
        }
        if (translated.Verbosity(WireProtocols.Responses) is { } verbosity)
        {
            body["verbosity"] = verbosity;
        }
        if (body.ContainsKey("tools") && translated.AllowedTools is { } allowed)
        {
            AllowedTools.WriteChat(body, allowed, options);
        }
    }

    /// <summary>What was carried along may be known to this provider as little as a setting.</summary>
    private void RemoveLacking(JsonObject body, RequestNotes notes)
    {
        if (_dialect.Lacks.Count == 0)
        {
            return;
        }
        foreach (var (name, value) in body.ToList())
        {
            if (!_dialect.Lacks.Contains(name))
            {
                continue;
            }
            body.Remove(name);
            foreach (
                var lost in new CarriedSetting(
                    name,
                    value is null ? null : JsonElement.Parse(WireJson.Write(value))
                ).Lost(CarriedSetting.InReasoning(name), hasLogProbabilities: true)
            )
            {
                notes.Lacking(lost);
            }
        }
    }

    private void WriteSampling(JsonObject body, ChatOptions options, RequestNotes notes)
    {
        var refusesSampling = _dialect.HasOpenAIModels && OpenAIModel.RefusesSampling(options);
        Set(_dialect.MaxTokens, options.MaxOutputTokens);
        Set("temperature", WireNumber.Of(options.Temperature));
        Set("top_p", WireNumber.Of(options.TopP));
        Set("top_k", options.TopK);
        Set("frequency_penalty", WireNumber.Of(options.FrequencyPenalty));
        Set("presence_penalty", WireNumber.Of(options.PresencePenalty));
        Set(_dialect.Seed, options.Seed);
        if (options.StopSequences is { Count: > 0 } stops)
        {
            Set("stop", new JsonArray([.. stops.Select(static stop => (JsonNode?)stop)]));
        }

        void Set(string name, JsonNode? value)
        {
            if (value is null)
            {
                return;
            }
            if (_dialect.Lacks.Contains(name) || (refusesSampling && IsSampling(name)))
            {
                notes.Unsupported(name);
                return;
            }
            body[name] = value;
        }
    }

    private static bool IsSampling(string name) =>
        name is "temperature" or "top_p" or "frequency_penalty" or "presence_penalty";

    /// <summary>Through decimal, so that 0.2f is written as 0.2.</summary>
    private void WriteTools(JsonObject body, ChatOptions options, RequestNotes notes)
    {
        var tools = new JsonArray();
        foreach (var tool in options.Tools ?? [])
        {
            if (ToolNode(tool, options, notes) is { } node)
            {
                tools.Add(node);
            }
            else
            {
                notes.UnsupportedTool(tool, options.ToolMode);
            }
        }
        if (tools.Count == 0)
        {
            return;
        }
        body["tools"] = tools;
        if (Choice(options) is { } choice)
        {
            body["tool_choice"] = choice;
        }
        if (options.AllowMultipleToolCalls is { } parallel)
        {
            if (_dialect.Lacks.Contains("parallel_tool_calls"))
            {
                notes.ParallelCalls();
            }
            else
            {
                body["parallel_tool_calls"] = parallel;
            }
        }
    }

    private JsonObject? ToolNode(AITool tool, ChatOptions options, RequestNotes notes)
    {
        switch (tool)
        {
            case NativeFunction { Definition: { } definition } when IsCustom(tool):
                return WireJson.Node(definition) as JsonObject;
            case AIFunctionDeclaration function:
                var declaration = new JsonObject
                {
                    ["name"] = function.Name,
                    ["description"] = function.Description,
                    ["parameters"] = WireJson.Node(function.JsonSchema),
                };
                if (StrictSchema.OfTool(function, options, notes) is { } strict)
                {
                    declaration["strict"] = strict;
                }
                var node = new JsonObject { ["type"] = "function", ["function"] = declaration };
                ProviderExtras.Write(node, function.AdditionalProperties, provider.Speaker);
                return node;
            case ProviderTool own when provider.Speaker.IsCalled(own.Provider):
                return WireJson.Node(own.Definition) as JsonObject;
            default:
                return null;
        }
    }

    /// <summary>Whether the provider gets a tool as the custom tool that it is, and not as a function.</summary>
    private bool IsCustom(AITool tool) =>
        _dialect.HasCustomTools
        && tool is NativeFunction { Protocol: WireProtocols.ChatCompletions, Definition: not null };

    private JsonNode? Choice(ChatOptions options) =>
        options.ToolMode switch
        {
            AutoChatToolMode => "auto",
            NoneChatToolMode => "none",
            RequiredChatToolMode { RequiredFunctionName: { } name }
                when options.Tools?.Any(tool => tool.Name == name && IsCustom(tool)) is true =>
                new JsonObject
                {
                    ["type"] = WireCalls.Custom,
                    [WireCalls.Custom] = new JsonObject { ["name"] = name },
                },
            RequiredChatToolMode { RequiredFunctionName: { } name } => new JsonObject
            {
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = name },
            },
            RequiredChatToolMode => _dialect.RequiredTool,
            _ => null,
        };

    private static void WriteFormat(JsonObject body, ChatOptions options)
    {
        if (options.ResponseFormat is not ChatResponseFormatJson json)
        {
            return;
        }
        if (json.Schema is not { } schema)
        {
            body["response_format"] = new JsonObject { ["type"] = "json_object" };
            return;
        }
        var named = new JsonObject
        {
            ["name"] = json.SchemaName ?? "answer",
            ["schema"] = WireJson.Node(schema),
        };
        if (json.SchemaDescription is { } description)
        {
            named["description"] = description;
        }
        if (StrictSchema.Wanted(options) is { } strict)
        {
            named["strict"] = strict;
        }
        else if (StrictSchema.Fits(schema))
        {
            named["strict"] = true;
        }
        body["response_format"] = new JsonObject
        {
            ["type"] = "json_schema",
            ["json_schema"] = named,
        };
    }
}
