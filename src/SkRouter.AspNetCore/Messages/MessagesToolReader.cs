using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.Tools;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Reads tools and how they may be chosen, as Anthropic has them.</summary>
internal static class MessagesToolReader
{
    private static readonly HashSet<string> Told = new(StringComparer.Ordinal)
    {
        "type",
        "name",
        "description",
        "input_schema",
        "strict",
    };

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

    private static AITool Tool(JsonField tool)
    {
        var type = tool.AsObject().TextOf("type");
        if (type is null or "custom")
        {
            return new OfferedTool(
                tool.RequiredText("name"),
                tool.TextOf("description") ?? "",
                tool.Required("input_schema").AsObject().Value.Clone(),
                FieldsOf(tool)
            );
        }

        var definition = tool.Value.Clone();
        if (ClientTools.Find(WireProtocols.Messages, type) is { } known)
        {
            return new NativeFunction(
                tool.TextOf("name") ?? known.Name,
                known.Description + Display(tool),
                known.Parameters
            )
            {
                Protocol = WireProtocols.Messages,
                Definition = definition,
            };
        }

        return new ProviderTool(WireProtocols.Messages, definition)
        {
            // The client runs these, and no function can stand for so many.
            IsNeeded =
                type.Contains("_toolset_", StringComparison.Ordinal)
                && tool.Member("mcp_server_name") is null,
        };
    }

    private static string Display(JsonField tool) =>
        tool.IntOf("display_width_px") is { } width && tool.IntOf("display_height_px") is { } height
            ? FormattableString.Invariant($" The screen has {width} x {height} pixels.")
            : "";

    private static Dictionary<string, object?>? FieldsOf(JsonField tool)
    {
        Dictionary<string, object?>? fields = null;
        if (tool.BoolOf("strict") is { } strict)
        {
            Put("strict", strict);
        }

        foreach (var member in tool.Value.EnumerateObject())
        {
            if (!Told.Contains(member.Name) && member.Value.ValueKind is not JsonValueKind.Null)
            {
                Put(MessagesBlockFields.Key(member.Name), member.Value.Clone());
            }
        }

        return fields;

        void Put(string name, object value) =>
            (fields ??= new(StringComparer.Ordinal))[name] = value;
    }
}
