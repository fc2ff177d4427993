using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Reads tools and how they may be chosen, as Anthropic has them.</summary>
internal static class MessagesToolReader
{
    private const string CacheMark = "anthropic.cache_control";

    public static void Read(JsonField body, ChatOptions options)
    {
        if (body.Member("tools") is { } tools)
        {
            options.Tools = [.. tools.Items().Select(Tool)];
        }

        if (body.Member("tool_choice") is not { } choice)
        {
            return;
        }

        var type = choice.AsObject().Required("type");
        options.ToolMode = type.AsText() switch
        {
            "auto" => ChatToolMode.Auto,
            "any" => ChatToolMode.RequireAny,
            "none" => ChatToolMode.None,
            "tool" => ChatToolMode.RequireSpecific(choice.RequiredText("name")),
            _ => throw type.Wrong("auto, any, tool or none"),
        };
        if (choice.BoolOf("disable_parallel_tool_use") is { } disabled)
        {
            options.AllowMultipleToolCalls = !disabled;
        }
    }

    private static OfferedTool Tool(JsonField tool)
    {
        if (tool.AsObject().Member("type") is { } type && type.AsText() != "custom")
        {
            throw type.Invalid(
                $"'{type.Path}' is '{type.AsText()}', but tools that a provider runs are not passed on. Offer tools with an input_schema."
            );
        }

        return new(
            tool.RequiredText("name"),
            tool.TextOf("description") ?? "",
            tool.Required("input_schema").AsObject().Value.Clone(),
            tool.Member("cache_control") is { } mark
                ? new Dictionary<string, object?> { [CacheMark] = mark.Value.Clone() }
                : null
        );
    }
}
