using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Restrictions;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Google;

internal sealed class GeminiRequestWriter(KnownProvider provider, ProviderOptions deployment)
{
    public WireRequest Write(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        bool streaming
    )
    {
        var notes = new RequestNotes(provider.Name, deployment.UnsupportedParameters, options);
        new ForeignFields(provider.Speaker, notes).Name(messages, options);
        var body = new JsonObject();
        var contents = new GeminiContents(
            provider.Speaker,
            GeminiModel.IsThree(options.ModelId),
            notes
        );
        contents.Write(body, messages, options.Instructions);
        var rules = ModelRules.Of(provider, options.ModelId);
        GeminiContents.Repair(body, rules, notes);
        var translated = new TranslatedFields(options, notes);
        if (translated.AllowedTools is { } allowed && options.ToolMode is not RequiredChatToolMode)
        {
            AllowedTools.Keep(options, allowed);
        }
        WriteTools(body, options, translated, notes);
        WriteConfig(body, options, translated, rules, notes);
        ProviderExtras.Write(body, options.AdditionalProperties, provider.Speaker);
        rules.Apply(body, notes);
        foreach (var (name, value) in deployment.Parameters)
        {
            if (!body.ContainsKey(name))
            {
                body[name] = WireJson.Node(value);
            }
        }
        return new WireRequest(PathOf(options.ModelId!, streaming), body, notes.Dropped);
    }

    private static string PathOf(string model, bool streaming) =>
        (model.Contains('/', StringComparison.Ordinal) ? model : $"models/{model}")
        + (streaming ? ":streamGenerateContent?alt=sse" : ":generateContent");

    private static void WriteConfig(
        JsonObject body,
        ChatOptions options,
        TranslatedFields translated,
        ModelRules rules,
        RequestNotes notes
    )
    {
        var config = new JsonObject();
        Set("maxOutputTokens", options.MaxOutputTokens);
        Set("temperature", WireNumber.Of(options.Temperature));
        Set("topP", WireNumber.Of(options.TopP));
        Set("topK", options.TopK);
        Set("frequencyPenalty", WireNumber.Of(options.FrequencyPenalty));
        Set("presencePenalty", WireNumber.Of(options.PresencePenalty));
        Set("seed", options.Seed);
        Set("thinkingConfig", GeminiModel.Thinking(options, rules, notes));
        if (options.StopSequences is { Count: > 0 } stops)
        {
            Set("stopSequences", new JsonArray([.. stops.Select(static stop => (JsonNode?)stop)]));
        }
        if (options.ResponseFormat is ChatResponseFormatJson format)
        {
            Set("responseMimeType", "application/json");
            Set("responseJsonSchema", WireJson.Node(format.Schema));
        }
        translated.WriteGemini(body, config);
        if (config.Count > 0)
        {
            body["generationConfig"] = config;
        }

        void Set(string name, JsonNode? value)
        {
            if (value is not null)
            {
                config[name] = value;
            }
        }
    }

    private void WriteTools(
        JsonObject body,
        ChatOptions options,
        TranslatedFields translated,
        RequestNotes notes
    )
    {
        var functions = new JsonArray();
        var tools = new JsonArray();
        foreach (var tool in options.Tools ?? [])
        {
            if (tool is AIFunctionDeclaration function)
            {
                functions.Add(Declaration(function));
                if (function.AdditionalProperties.GetValueOrDefault("strict") is true)
                {
                    notes.Left("strict");
                }
            }
            else if (OwnTool(tool, options, notes) is { } own)
            {
                tools.Add(own);
            }
            else
            {
                notes.UnsupportedTool(tool, options.ToolMode);
            }
        }
        if (translated.WebSearch is not null && !MayHaveOwn(options))
        {
            notes.Unsupported("web_search_options");
        }
        else if (translated.WebSearch is { } search)
        {
            tools.Add(new JsonObject { ["googleSearch"] = new JsonObject() });
            foreach (var member in search.EnumerateObject())
            {
                notes.Unsupported($"web_search_options.{member.Name}");
            }
        }
        if (functions.Count > 0)
        {
            tools.Insert(0, new JsonObject { ["functionDeclarations"] = functions });
        }
        if (tools.Count == 0)
        {
            return;
        }
        body["tools"] = tools;
        if (functions.Count > 0 && Calling(options.ToolMode) is { } calling)
        {
            if (
                calling["mode"]?.GetValue<string>() is "ANY"
                && translated.AllowedTools is { } names
            )
            {
                calling["allowedFunctionNames"] = new JsonArray([
                    .. names.Select(static name => (JsonNode?)name),
                ]);
            }
            body["toolConfig"] = new JsonObject { ["functionCallingConfig"] = calling };
        }
        if (options.AllowMultipleToolCalls is false)
        {
            notes.ParallelCalls();
        }
    }

    private JsonObject Declaration(AIFunctionDeclaration function)
    {
        var declaration = new JsonObject
        {
            ["name"] = function.Name,
            ["description"] = function.Description,
            ["parametersJsonSchema"] = WireJson.Node(function.JsonSchema),
        };
        ProviderExtras.Write(declaration, function.AdditionalProperties, provider.Speaker);
        return declaration;
    }

    private JsonObject? OwnTool(AITool tool, ChatOptions options, RequestNotes notes) =>
        tool is ProviderTool known && provider.Speaker.IsCalled(known.Provider)
            ? WireJson.Node(known.Definition) as JsonObject
        : (tool is ProviderTool && RequestNotes.IsDemanded(tool, options.ToolMode))
        || !MayHaveOwn(options)
            ? null
        : SearchTool.Of(tool) is { } search ? search.ForGemini(notes)
        : CodeTool.Is(tool) ? new() { ["codeExecution"] = new JsonObject() }
        : null;

    /// <summary>Before the third generation, functions and tools that the provider runs do not go together.</summary>
    private static bool MayHaveOwn(ChatOptions options) =>
        GeminiModel.IsThree(options.ModelId)
        || options.Tools?.Any(static other => other is AIFunctionDeclaration) is not true;

    private static JsonObject? Calling(ChatToolMode? mode) =>
        mode switch
        {
            AutoChatToolMode => new() { ["mode"] = "AUTO" },
            NoneChatToolMode => new() { ["mode"] = "NONE" },
            RequiredChatToolMode { RequiredFunctionName: { } name } => new()
            {
                ["mode"] = "ANY",
                ["allowedFunctionNames"] = new JsonArray(name),
            },
            RequiredChatToolMode => new() { ["mode"] = "ANY" },
            _ => null,
        };
}
