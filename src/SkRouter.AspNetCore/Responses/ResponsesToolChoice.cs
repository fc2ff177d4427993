using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;
using SkRouter.Protocols.Responses;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Reads how the model may choose among the tools. Providers that speak the protocol get the choice as the client wrote it.</summary>
internal static class ResponsesToolChoice
{
    private const string Field = WireProtocols.Responses + ".tool_choice";
    private const string Expected =
        "none, auto, required, or an object that names a tool or allowed tools";

    public static void Read(JsonField body, ResponsesTools tools, ChatOptions options)
    {
        IReadOnlySet<string>? allowed = null;
        if (body.Member("tool_choice") is { } choice)
        {
            if (choice.IsObject)
            {
                allowed = ReadObject(choice, tools, options);
                (options.AdditionalProperties ??= [])[Field] = choice.Value.Clone();
            }
            else
            {
                options.ToolMode = Mode(choice);
            }
        }

        options.Tools = tools.ToOptions(allowed);
    }

    private static HashSet<string>? ReadObject(
        JsonField choice,
        ResponsesTools tools,
        ChatOptions options
    )
    {
        if (choice.RequiredText("type") != "allowed_tools")
        {
            options.ToolMode = ChatToolMode.RequireSpecific(NameOf(choice, tools));
            return null;
        }

        options.ToolMode = Mode(choice.Required("mode"));
        return [.. choice.Required("tools").Items().Select(tool => NameOf(tool.AsObject(), tools))];
    }

    /// <summary>The function that a choice names; a tool that a provider runs goes by its type.</summary>
    private static string NameOf(JsonField choice, ResponsesTools tools)
    {
        var type = choice.RequiredText("type");
        return type switch
        {
            "function" => Named(ResponsesCallTypes.Function),
            "custom" => Named(ResponsesCallTypes.Custom),
            "computer_use" or "computer_use_preview" => "computer",
            _ => choice.TextOf("name") ?? type,
        };

        string Named(string callType) =>
            tools.FunctionOf(callType, choice.RequiredText("name"), choice.TextOf("namespace"));
    }

    private static ChatToolMode Mode(JsonField choice) =>
        choice.AsText() switch
        {
            "auto" => ChatToolMode.Auto,
            "none" => ChatToolMode.None,
            "required" => ChatToolMode.RequireAny,
            _ => throw choice.Wrong(Expected),
        };
}
