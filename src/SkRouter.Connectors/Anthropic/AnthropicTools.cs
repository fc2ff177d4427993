using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Anthropic;

internal static class AnthropicTools
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
            if (Node(tool, speaker, options.ToolMode, notes) is { } node)
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
        var choice = Choice(options.ToolMode);
        if (
            options.AllowMultipleToolCalls is { } parallel
            && options.ToolMode is not NoneChatToolMode
        )
        {
            choice ??= new JsonObject { ["type"] = "auto" };
            choice["disable_parallel_tool_use"] = !parallel;
        }
        if (choice is not null)
        {
            body["tool_choice"] = choice;
        }
    }

    private static JsonObject? Node(
        AITool tool,
        Speaker speaker,
        ChatToolMode? mode,
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
                    ["name"] = function.Name,
                    ["description"] = function.Description,
                    ["input_schema"] = WireJson.Node(function.JsonSchema),
                };
                if (function.AdditionalProperties.TryGetValue("strict", out var strict))
                {
                    node["strict"] = WireJson.Node(strict);
                }
                ProviderExtras.Write(node, function.AdditionalProperties, speaker);
                return node;
            case ProviderTool own when speaker.IsCalled(own.Provider):
                return WireJson.Node(own.Definition) as JsonObject;
            case ProviderTool when RequestNotes.IsDemanded(tool, mode):
                return null;
            case not null when SearchTool.Of(tool) is { } search:
                return search.ForMessages(notes);
            case not null when CodeTool.Is(tool):
                return new() { ["type"] = "code_execution_20250825", ["name"] = "code_execution" };
            default:
                return null;
        }
    }

    private static JsonObject? Choice(ChatToolMode? mode) =>
        mode switch
        {
            AutoChatToolMode => new() { ["type"] = "auto" },
            NoneChatToolMode => new() { ["type"] = "none" },
            RequiredChatToolMode { RequiredFunctionName: { } name } => new()
            {
                ["type"] = "tool",
                ["name"] = name,
            },
            RequiredChatToolMode => new() { ["type"] = "any" },
            _ => null,
        };
}
