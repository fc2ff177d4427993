using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Reads tools and how they may be chosen.</summary>
internal static class ChatToolReader
{
    public static void Read(JsonField body, ChatOptions options)
    {
        if (body.Member("tools") is { } tools)
        {
            options.Tools = [.. tools.Items().Select(Tool)];
        }

        options.AllowMultipleToolCalls = body.BoolOf("parallel_tool_calls");
        if (body.Member("tool_choice") is { } choice)
        {
            options.ToolMode = Choice(choice);
        }
    }

    private static AITool Tool(JsonField tool)
    {
        var type = tool.Required("type");
        if (type.AsText() != "function")
        {
            throw type.Invalid(
                $"'{type.Path}' is '{type.AsText()}', but tools that a provider runs are not passed on. Offer functions."
            );
        }

        var function = tool.Required("function").AsObject();
        var strict = function.BoolOf("strict");
        return new OfferedTool(
            function.RequiredText("name"),
            function.TextOf("description") ?? "",
            function.Member("parameters")?.AsObject().Value.Clone() ?? default,
            strict is { } value ? new Dictionary<string, object?> { ["strict"] = value } : null
        );
    }

    private static ChatToolMode Choice(JsonField choice)
    {
        if (choice.IsObject)
        {
            return ChatToolMode.RequireSpecific(choice.Required("function").RequiredText("name"));
        }

        return choice.AsText() switch
        {
            "auto" => ChatToolMode.Auto,
            "none" => ChatToolMode.None,
            "required" or "any" => ChatToolMode.RequireAny,
            _ => throw choice.Wrong("none, auto, required, or an object that names a function"),
        };
    }
}
