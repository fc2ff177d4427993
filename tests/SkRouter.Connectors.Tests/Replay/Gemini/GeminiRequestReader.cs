using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Tests.Replay.Gemini;

/// <summary>Reads a recorded generateContent request back into what an app would have said.</summary>
internal sealed class GeminiRequestReader(string provider, string model, bool streaming)
{
    /// <summary>Stands for a call that another model made; the connector must put it there by itself.</summary>
    private const string ForeignCall = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";

    public ReadRequest Read(JsonElement recorded)
    {
        // Some clients write the same fields with underscores.
        var request = JsonElement.Parse(
            GeminiRequestNormaliser.Camel(JsonNode.Parse(recorded.GetRawText())!)!.ToJsonString()
        );
        var config = request.At("generationConfig") ?? JsonElement.Parse("{}");
        var options = new ChatOptions
        {
            ModelId = model,
            MaxOutputTokens = (int?)config.Long("maxOutputTokens"),
            Temperature = (float?)config.At("temperature")?.GetDouble(),
            TopP = (float?)config.At("topP")?.GetDouble(),
            TopK = (int?)config.At("topK")?.GetDouble(),
            Seed = config.Long("seed"),
            ToolMode = Mode(request),
            ResponseFormat = Format(config),
            AdditionalProperties = [],
        };
        if (
            config.List("stopSequences").Select(stop => stop.GetString()!).ToList() is
            { Count: > 0 } stops
        )
        {
            options.StopSequences = stops;
        }
        if (request.List("tools").SelectMany(Tools).ToList() is { Count: > 0 } tools)
        {
            options.Tools = tools;
        }
        ReadThinking(config, options);
        KeepRest(request, config, options.AdditionalProperties);
        return new ReadRequest(
            [.. System(request), .. request.List("contents").SelectMany(Message)],
            options,
            streaming
        );
    }

    private void KeepRest(
        JsonElement request,
        JsonElement config,
        AdditionalPropertiesDictionary extras
    )
    {
        ReadOptions.Keep(
            extras,
            request,
            provider,
            "contents",
            "generationConfig",
            "systemInstruction",
            "tools",
            "toolConfig"
        );
        var rest = config
            .EnumerateObject()
            .Where(member =>
                member.Name
                    is not (
                        "maxOutputTokens"
                        or "temperature"
                        or "topP"
                        or "topK"
                        or "seed"
                        or "stopSequences"
                        or "responseMimeType"
                        or "responseJsonSchema"
                        or "responseSchema"
                        or "thinkingConfig"
                    )
                && !IsTextOnly(member)
            )
            .ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        if (ThinkingRest(config) is { } thinking)
        {
            rest["thinkingConfig"] = thinking;
        }
        if (rest.Count > 0)
        {
            extras[$"{provider}.generationConfig"] = JsonSerializer.SerializeToElement(rest);
        }
        if (request.At("toolConfig") is { } toolConfig)
        {
            var more = toolConfig
                .EnumerateObject()
                .Where(member => member.Name != "functionCallingConfig" || Mode(request) is null)
                .ToDictionary(
                    member => member.Name,
                    member => member.Value,
                    StringComparer.Ordinal
                );
            if (more.Count > 0)
            {
                extras[$"{provider}.toolConfig"] = JsonSerializer.SerializeToElement(more);
            }
        }
    }

    private static bool IsTextOnly(JsonProperty member) =>
        member.Name == "responseModalities"
        && member.Value.GetArrayLength() == 1
        && member.Value[0].GetString() == "TEXT";

    private static JsonElement? ThinkingRest(JsonElement config)
    {
        var rest = (config.At("thinkingConfig")?.EnumerateObject() ?? default)
            .Where(member => member.Name is not ("thinkingBudget" or "includeThoughts"))
            .ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        return rest.Count > 0 ? JsonSerializer.SerializeToElement(rest) : null;
    }

    private static void ReadThinking(JsonElement config, ChatOptions options)
    {
        if (config.At("thinkingConfig") is not { } thinking)
        {
            return;
        }
        if (thinking.Long("thinkingBudget") is { } budget)
        {
            options.AdditionalProperties![ProviderFields.ReasoningBudget] = (int)budget;
        }
        if (thinking.At("includeThoughts") is { } include)
        {
            options.Reasoning = new ReasoningOptions
            {
                Output = include.GetBoolean() ? ReasoningOutput.Full : ReasoningOutput.None,
            };
        }
    }

    private static ChatResponseFormat? Format(JsonElement config)
    {
        if (config.String("responseMimeType") != "application/json")
        {
            return null;
        }
        return (config.At("responseJsonSchema") ?? config.At("responseSchema")) is { } schema
            ? ChatResponseFormat.ForJsonSchema(schema)
            : ChatResponseFormat.Json;
    }

    /// <summary>What M.E.AI can say; other modes go as the provider's own.</summary>
    private static ChatToolMode? Mode(JsonElement request)
    {
        var calling = request.At("toolConfig", "functionCallingConfig");
        var names = calling?.List("allowedFunctionNames").ToList() ?? [];
        return (calling?.String("mode"), names.Count) switch
        {
            ("AUTO", 0) => ChatToolMode.Auto,
            ("NONE", 0) => ChatToolMode.None,
            ("ANY", 0) => ChatToolMode.RequireAny,
            ("ANY", 1) => ChatToolMode.RequireSpecific(names[0].GetString()!),
            _ => null,
        };
    }

    private IEnumerable<AITool> Tools(JsonElement tool)
    {
        foreach (var function in tool.List("functionDeclarations"))
        {
            var schema = function.At("parameters") is null ? "parametersJsonSchema" : "parameters";
            yield return ReadOptions.Tool(
                function,
                function,
                provider,
                schema,
                "name",
                "description",
                "parameters",
                "parametersJsonSchema"
            );
        }
        if (tool.At("functionDeclarations") is null)
        {
            yield return new ProviderTool(provider, tool);
        }
    }

    private static IEnumerable<ChatMessage> System(JsonElement request)
    {
        foreach (var part in request.List("systemInstruction", "parts"))
        {
            yield return new ChatMessage(ChatRole.System, part.String("text"));
        }
    }

    private IEnumerable<ChatMessage> Message(JsonElement content)
    {
        var contents = content.List("parts").Select(Content).ToList();
        if (content.String("role") == "model")
        {
            yield return new ChatMessage(ChatRole.Assistant, contents);
            yield break;
        }
        // As SK and M.E.AI say it: results in a tool message, the rest in a user message, in order.
        foreach (var item in contents)
        {
            yield return new ChatMessage(
                item is FunctionResultContent ? ChatRole.Tool : ChatRole.User,
                [item]
            );
        }
    }

    private AIContent Content(JsonElement part)
    {
        if (part.At("functionCall") is { } call)
        {
            return Extras(
                new FunctionCallContent(
                    call.String("id") ?? GeminiRequestNormaliser.NoId + call.String("name"),
                    call.String("name")!,
                    ReadOptions.Arguments(call.At("args") ?? JsonElement.Parse("{}"))
                ),
                part,
                "functionCall"
            );
        }
        if (part.At("functionResponse") is { } response)
        {
            return new FunctionResultContent(
                response.String("id") ?? GeminiRequestNormaliser.NoId + response.String("name"),
                Result(response)
            );
        }
        if (part.String("text") is { } text)
        {
            return part.True("thought") || text.Length == 0
                ? new TextReasoningContent(text) { ProtectedData = part.String("thoughtSignature") }
                : Extras(new TextContent(text), part, "text");
        }
        return Media(part) ?? new ProviderContent(provider, part);
    }

    private T Extras<T>(T content, JsonElement part, params string[] known)
        where T : AIContent
    {
        var read = content.With(part, provider, known);
        var name = $"{provider}.thoughtSignature";
        if (
            model.Contains("gemini-3", StringComparison.Ordinal)
            && read.AdditionalProperties?.GetValueOrDefault(name)?.ToString() == ForeignCall
        )
        {
            read.AdditionalProperties.Remove(name);
        }
        return read;
    }

    private AIContent? Media(JsonElement part)
    {
        if (part.At("inlineData") is { } data)
        {
            return Extras(
                new DataContent(
                    Convert.FromBase64String(GeminiRequestNormaliser.Plain(data.String("data")!)),
                    data.String("mimeType")!
                ),
                part,
                "inlineData"
            );
        }
        return part.At("fileData") is { } file
            ? Extras(
                new UriContent(file.String("fileUri")!, file.String("mimeType") ?? "video/mp4"),
                part,
                "fileData"
            )
            : null;
    }

    private object Result(JsonElement response)
    {
        var value = response.GetProperty("response");
        var media = response.List("parts").Select(part => Media(part)!).ToList();
        return media.Count == 0
            ? value
            : new List<AIContent> { new TextContent(value.GetRawText()) }
                .Concat(media)
                .ToList();
    }
}
