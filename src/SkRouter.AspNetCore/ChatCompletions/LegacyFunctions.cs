using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>
/// Reads <c>functions</c> and <c>function_call</c>, which tools have replaced and which many clients still send. Providers get tools; the answer has the
/// form that the client knows.
/// </summary>
internal static class LegacyFunctions
{
    private const string Choice = "function_call";

    /// <summary>Reads the functions as tools.</summary>
    /// <returns>True if the answer is to be written as a function call: the request has functions, and no tools.</returns>
    public static bool Read(JsonField body, ChatOptions options)
    {
        if (body.Member("functions") is not { } functions)
        {
            return false;
        }

        var read = functions.Items().Select(ChatToolReader.Function).ToList();
        if (read.Count == 0)
        {
            return false;
        }

        var isOnly = options.Tools is not { Count: > 0 };
        options.Tools = [.. options.Tools ?? [], .. read];
        if (options.ToolMode is null && body.Member(Choice) is { } choice)
        {
            options.ToolMode = Mode(choice);
        }

        if (isOnly)
        {
            options.AllowMultipleToolCalls = false;
            (options.AdditionalProperties ??= [])[ProtocolFields.OneCall] = true;
        }

        return isOnly;
    }

    private static ChatToolMode Mode(JsonField choice) =>
        choice.IsObject
            ? ChatToolMode.RequireSpecific(choice.RequiredText("name"))
            : choice.AsText() switch
            {
                "auto" => ChatToolMode.Auto,
                "none" => ChatToolMode.None,
                _ => throw choice.Wrong("none, auto, or an object with the name of a function"),
            };
}
