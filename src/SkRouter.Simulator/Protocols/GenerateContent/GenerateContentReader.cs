using System.Collections.Frozen;
using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.GenerateContent;

/// <summary>Reads a generateContent body and refuses what the real API refuses.</summary>
internal static class GenerateContentReader
{
    private static readonly FrozenSet<string> Members = FrozenSet.Create(
        StringComparer.Ordinal,
        "contents",
        "systemInstruction",
        "system_instruction",
        "tools",
        "toolConfig",
        "tool_config",
        "safetySettings",
        "safety_settings",
        "generationConfig",
        "generation_config",
        "cachedContent",
        "cached_content",
        "labels",
        "serviceTier"
    );

    public static SimulatedRequest Read(JsonElement body, RequestTarget target)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw GenerateContentProtocol.Invalid(
                "Invalid JSON payload received. An object is expected."
            );
        }

        foreach (var member in body.EnumerateObject())
        {
            if (!Members.Contains(member.Name))
            {
                throw GenerateContentProtocol.Invalid(
                    $"Invalid JSON payload received. Unknown name \"{member.Name}\": Cannot find field."
                );
            }
        }

        var model = target.Model!;
        var conversation = Converse(body, model);
        var config = Either(body, "generationConfig", "generation_config") ?? default;
        var thinking = Either(config, "thinkingConfig", "thinking_config") ?? default;
        return conversation.Build(body, model, Tools(body, conversation)) with
        {
            Streamed = target.Streamed,
            IncludeUsage = true,
            MaxTokens = config.Number("maxOutputTokens"),
            Thinks = thinking.Number("thinkingBudget") != 0,
        };
    }

    /// <summary>Whether what was thought is shown; it is counted in any case.</summary>
    public static bool ShowsThoughts(JsonElement body) =>
        Either(body, "generationConfig", "generation_config")
            ?.Member("thinkingConfig")
            ?.Flag("includeThoughts") == true;

    private static ConversationReading Converse(JsonElement body, string model)
    {
        var conversation = new ConversationReading();
        if (Either(body, "systemInstruction", "system_instruction") is { } system)
        {
            conversation.System(
                string.Concat(system.Items("parts").Select(part => part.Text("text")))
            );
        }

        var contents = body.Items("contents");
        if (contents.Count == 0)
        {
            throw GenerateContentProtocol.Invalid(
                "* GenerateContentRequest.contents: contents is not specified"
            );
        }

        var turns = new ContentReading(conversation, ThoughtSeals.AreRequired(model));
        foreach (var content in contents)
        {
            turns.Add(content);
        }

        turns.Complete();
        return conversation;
    }

    private static List<string> Tools(JsonElement body, ConversationReading conversation)
    {
        var names = new List<string>();
        foreach (var tool in body.Items("tools"))
        {
            foreach (var function in tool.Items("functionDeclarations"))
            {
                names.Add(function.Text("name") ?? "");
            }
        }

        if (body.Member("tools") is { ValueKind: JsonValueKind.Array } tools)
        {
            conversation.Count(tools.GetRawText());
        }

        return names;
    }

    private static JsonElement? Either(JsonElement element, string name, string other) =>
        element.Member(name) ?? element.Member(other);
}
