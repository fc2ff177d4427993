using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Reads tools and how they may be chosen, as the Responses API has them.</summary>
internal static class ResponsesToolReader
{
    public static void Read(JsonField body, ChatOptions options)
    {
        if (body.Member("tools") is { } tools)
        {
            options.Tools = [.. tools.Items().Select(Tool)];
        }

        if (body.Member("tool_choice") is { } choice)
        {
            options.ToolMode = Choice(choice);
        }
    }

    private static OfferedTool Tool(JsonField tool)
    {
        var type = tool.AsObject().Required("type");
        if (type.AsText() != "function")
        {
            throw type.Invalid(
                $"'{type.Path}' is '{type.AsText()}', but tools that a provider runs are not passed on. Offer functions."
            );
        }

        return new(
            tool.RequiredText("name"),
            tool.TextOf("description") ?? "",
            tool.Member("parameters")?.AsObject().Value.Clone() ?? default,
            tool.BoolOf("strict") is { } strict
                ? new Dictionary<string, object?> { ["strict"] = strict }
                : null
        );
    }

    private static ChatToolMode Choice(JsonField choice)
    {
        if (choice.IsObject)
        {
            return ChatToolMode.RequireSpecific(choice.RequiredText("name"));
        }

        return choice.AsText() switch
        {
            "auto" => ChatToolMode.Auto,
            "none" => ChatToolMode.None,
            "required" => ChatToolMode.RequireAny,
            _ => throw choice.Wrong("none, auto, required, or an object that names a function"),
        };
    }
}
