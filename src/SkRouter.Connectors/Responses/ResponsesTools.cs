using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Responses;

internal static class ResponsesTools
{
    public static void Write(
        JsonObject body,
        ChatOptions options,
        Speaker speaker,
        RequestNotes notes
    )
    {
        var tools = new JsonArray();
        foreach (var tool in options.Tools ?? [])
        {
            if (tool is NativeFunction { Definition: null } own && speaker.IsCalled(own.Protocol))
            {
                continue;
            }
            if (Node(tool, speaker, options, notes) is { } node)
            {
                tools.Add(node);
            }
            else
            {
                notes.UnsupportedTool(tool, options.ToolMode);
            }
        }
        if (tools.Count > 0)
        {
            body["tools"] = tools;
        }
        else if (!HasToolsInInput(body))
        {
            return;
        }
        if (Choice(options.ToolMode) is { } choice)
        {
            body["tool_choice"] = choice;
        }
        if (options.AllowMultipleToolCalls is { } parallel)
        {
            body["parallel_tool_calls"] = parallel;
        }
    }

    /// <summary>Tools may also be added in the middle of a conversation.</summary>
    private static bool HasToolsInInput(JsonObject body) =>
        body["input"] is JsonArray items
        && items.Any(static item =>
            item is JsonObject
            && item["type"] is JsonValue type
            && type.TryGetValue<string>(out var name)
            && name is "additional_tools"
        );

    private static JsonObject? Node(
        AITool tool,
        Speaker speaker,
        ChatOptions options,
        RequestNotes notes
    )
    {
        switch (tool)
        {
            case NativeFunction { Definition: { } definition } native
                when speaker.IsCalled(native.Protocol):
                return WireJson.Node(definition) as JsonObject;
            case AIFunctionDeclaration function:
                var node = new JsonObject
                {
                    ["type"] = "function",
                    ["name"] = function.Name,
                    ["description"] = function.Description,
                    ["parameters"] = WireJson.Node(function.JsonSchema),
                    // Here strict is the default, and most schemas are not.
                    ["strict"] = StrictSchema.OfTool(function, options, notes) is true,
                };
                ProviderExtras.Write(node, function.AdditionalProperties, speaker);
                return node;
            case ProviderTool own when speaker.IsCalled(own.Provider):
                return WireJson.Node(own.Definition) as JsonObject;
            case ProviderTool when RequestNotes.IsDemanded(tool, options.ToolMode):
                return null;
            case not null when SearchTool.Of(tool) is { } search:
                return search.ForResponses(notes);
            case not null when CodeTool.Is(tool):
                return new()
                {
                    ["type"] = "code_interpreter",
                    ["container"] = new JsonObject { ["type"] = "auto" },
                };
            default:
                return null;
        }
    }

    private static JsonNode? Choice(ChatToolMode? mode) =>
        mode switch
        {
            AutoChatToolMode => "auto",
            NoneChatToolMode => "none",
            RequiredChatToolMode { RequiredFunctionName: { } name } => new JsonObject
            {
                ["type"] = "function",
                ["name"] = name,
            },
            RequiredChatToolMode => "required",
            _ => null,
        };
}
