using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Reads tools and how they may be chosen.</summary>
internal static class ChatToolReader
{
    private const string Strict = "strict";
    private const string Custom = "custom";

    private static readonly HashSet<string> KnownOfTool = new(StringComparer.Ordinal)
    {
        "type",
        "function",
    };

    private static readonly HashSet<string> KnownOfFunction = new(StringComparer.Ordinal)
    {
        "name",
        "description",
        "parameters",
        Strict,
    };

    public static void Read(JsonField body, ChatOptions options)
    {
        if (body.Member("tools") is { } tools)
        {
            options.Tools = [.. tools.Items().Select(Tool)];
        }

        options.AllowMultipleToolCalls = body.BoolOf("parallel_tool_calls");
        if (body.Member("tool_choice") is { } choice)
        {
            ReadChoice(choice, options);
        }
    }

    /// <summary>A function, a tool that takes one text, or one that the provider runs itself.</summary>
    private static AITool Tool(JsonField tool)
    {
        var type = tool.AsObject().Required("type").AsText();
        if (type == Custom)
        {
            return CustomTool(tool);
        }

        if (type != "function")
        {
            return new ProviderTool(WireProtocols.ChatCompletions, tool.Value.Clone());
        }

        return Function(tool.Required("function"), tool);
    }

    /// <summary>Reads a function that is not in a tool.</summary>
    public static AITool Function(JsonField function) => Function(function, tool: null);

    private static OfferedTool Function(JsonField function, JsonField? tool)
    {
        AdditionalPropertiesDictionary? properties = null;
        if (function.AsObject().BoolOf(Strict) is { } strict)
        {
            (properties ??= [])[Strict] = strict;
        }

        if (tool is { } around)
        {
            CarriedFields.Add(ref properties, around, WireProtocols.ChatCompletions, KnownOfTool);
        }

        CarriedFields.AddRest(
            ref properties,
            function,
            WireProtocols.ChatCompletions,
            "function",
            KnownOfFunction
        );
        return new OfferedTool(
            function.RequiredText("name"),
            function.TextOf("description") ?? "",
            function.Member("parameters")?.AsObject().Value.Clone() ?? default,
            properties
        );
    }

    private static NativeFunction CustomTool(JsonField tool)
    {
        var custom = tool.Required(Custom).AsObject();
        var grammar =
            custom.Member("format") is { } format && format.TextOf("type") == "grammar"
                ? format.Member("grammar") ?? format
                : (JsonField?)null;
        return new(
            custom.RequiredText("name"),
            CustomTools.Describe(
                custom.TextOf("description"),
                grammar is { } given ? (given.TextOf("syntax"), given.TextOf("definition")) : null
            ),
            CustomTools.Schema
        )
        {
            Protocol = WireProtocols.ChatCompletions,
            Definition = tool.Value.Clone(),
        };
    }

    private static void ReadChoice(JsonField choice, ChatOptions options)
    {
        if (!choice.IsObject)
        {
            options.ToolMode = choice.AsText() switch
            {
                "auto" => ChatToolMode.Auto,
                "none" => ChatToolMode.None,
                "required" or "any" => ChatToolMode.RequireAny,
                _ => throw choice.Wrong("none, auto, required, or an object that names a function"),
            };
            return;
        }

        if (choice.Member("function") is { } function)
        {
            options.ToolMode = ChatToolMode.RequireSpecific(function.RequiredText("name"));
            return;
        }

        if (choice.Member(Custom) is { } custom)
        {
            options.ToolMode = ChatToolMode.RequireSpecific(custom.RequiredText("name"));
            return;
        }

        // Other forms (allowed_tools) go along as they are; the mode says as much of them as there is a member for.
        options.ToolMode = ModeOf(choice);
        var carried = options.AdditionalProperties;
        CarriedFields.Add(ref carried, WireProtocols.ChatCompletions, "tool_choice", choice.Value);
        options.AdditionalProperties = carried;
    }

    private static ChatToolMode ModeOf(JsonField choice) =>
        choice.Required("type").AsText() switch
        {
            "allowed_tools" when choice.Member("allowed_tools")?.TextOf("mode") is not "required" =>
                ChatToolMode.Auto,
            _ => ChatToolMode.RequireAny,
        };
}
