using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>Writes that only some of the offered tools may be called, and tools that follow from other settings.</summary>
internal static class AllowedTools
{
    private const string Type = "allowed_tools";

    public static void WriteChat(JsonObject body, IReadOnlyList<string> names, ChatOptions options)
    {
        var tools = names.Select(static name =>
            (JsonNode?)
                new JsonObject
                {
                    ["type"] = "function",
                    ["function"] = new JsonObject { ["name"] = name },
                }
        );
        body["tool_choice"] = new JsonObject
        {
            ["type"] = Type,
            [Type] = new JsonObject
            {
                ["mode"] = Mode(options),
                ["tools"] = new JsonArray([.. tools]),
            },
        };
    }

    public static void WriteResponses(
        JsonObject body,
        IReadOnlyList<string> names,
        ChatOptions options
    )
    {
        var tools = names.Select(static name =>
            (JsonNode?)new JsonObject { ["type"] = "function", ["name"] = name }
        );
        body["tool_choice"] = new JsonObject
        {
            ["type"] = Type,
            ["mode"] = Mode(options),
            ["tools"] = new JsonArray([.. tools]),
        };
    }

    /// <summary>Offers only those tools, for a protocol that cannot say which may be called.</summary>
    public static void Keep(ChatOptions options, IReadOnlyList<string> names) =>
        options.Tools = [
            .. (options.Tools ?? []).Where(tool =>
                tool is not AIFunctionDeclaration
                || names.Contains(tool.Name, StringComparer.Ordinal)
            ),
        ];

    /// <summary>Adds a tool that runs at the provider.</summary>
    public static void Add(JsonObject body, JsonObject tool)
    {
        if (body["tools"] is not JsonArray tools)
        {
            body["tools"] = tools = [];
        }
        tools.Add(tool);
    }

    private static string Mode(ChatOptions options) =>
        options.ToolMode is RequiredChatToolMode ? "required" : "auto";
}
