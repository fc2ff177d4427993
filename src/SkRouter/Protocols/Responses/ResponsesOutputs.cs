using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SkRouter.Protocols.Responses;

/// <summary>Translates the results of calls whose items have a form of their own: a patch, a shell, a screen, a search for tools.</summary>
internal static class ResponsesOutputs
{
    private const string Failed = "failed";

    private static readonly HashSet<string> Told = new(StringComparer.Ordinal)
    {
        ResponsesCalls.Type,
        "call_id",
        "output",
    };

    /// <summary>Whether a result is a text or parts, as that of a function.</summary>
    public static bool IsPlain(string call) =>
        call is ResponsesCallTypes.Function or ResponsesCallTypes.Custom;

    /// <summary>Reads a result.</summary>
    /// <param name="item">The item.</param>
    /// <param name="call">The type of the call.</param>
    /// <param name="result">What a tool that returns text or parts returned, or the picture of a screen.</param>
    /// <param name="owner">The protocol whose fields the rest is.</param>
    public static FunctionResultContent Read(
        JsonElement item,
        string call,
        object? result,
        string owner
    )
    {
        var content = new FunctionResultContent(
            Text(item, "call_id") ?? Text(item, ResponsesCalls.Id) ?? "",
            result ?? TextOf(item, call)
        );
        if (call == ResponsesCallTypes.ApplyPatch && Text(item, "status") == Failed)
        {
            content.Exception = new InvalidOperationException("The patch could not be applied.");
        }

        foreach (var member in item.EnumerateObject())
        {
            if (!Told.Contains(member.Name) && member.Value.ValueKind != JsonValueKind.Null)
            {
                (content.AdditionalProperties ??= [])[$"{owner}.{member.Name}"] =
                    member.Value.Clone();
            }
        }

        if (call != ResponsesCallTypes.Function)
        {
            (content.AdditionalProperties ??= [])[$"{owner}.{ResponsesCalls.Type}"] =
                ResponsesCallTypes.OutputOf(call);
        }

        return content;
    }

    /// <summary>Writes a result that is not plain, without its other fields.</summary>
    /// <param name="result">The result.</param>
    /// <param name="call">The type of the call.</param>
    /// <param name="callId">The call's id.</param>
    /// <param name="text">What the result says.</param>
    public static JsonObject Write(
        FunctionResultContent result,
        string call,
        string callId,
        string text
    )
    {
        var item = new JsonObject
        {
            [ResponsesCalls.Type] = ResponsesCallTypes.OutputOf(call),
            ["call_id"] = callId,
        };
        switch (call)
        {
            case ResponsesCallTypes.ApplyPatch:
                item["status"] = result.Exception is null ? "completed" : Failed;
                item["output"] = text;
                break;
            case ResponsesCallTypes.Shell:
                item["output"] = ShellOutput(text, result.Exception is not null);
                break;
            case ResponsesCallTypes.Computer:
                item["output"] = Screenshot(result);
                break;
            case ResponsesCallTypes.ToolSearch:
                item["execution"] = "client";
                item["status"] = "completed";
                item["tools"] = new JsonArray();
                break;
            case ResponsesCallTypes.LocalShell:
                // The API calls the call's id just 'id' here.
                item.Remove("call_id");
                item[ResponsesCalls.Id] = callId;
                item["output"] = text;
                break;
            default:
                item["output"] = text;
                break;
        }

        return item;
    }

    private static string TextOf(JsonElement item, string call)
    {
        if (call == ResponsesCallTypes.ToolSearch)
        {
            return ToolsFound(item);
        }

        if (
            !item.TryGetProperty("output", out var output)
            || output.ValueKind is JsonValueKind.Null
        )
        {
            return Text(item, "status") ?? "";
        }

        return output.ValueKind is JsonValueKind.String ? output.GetString()! : output.GetRawText();
    }

    private static string ToolsFound(JsonElement item)
    {
        var names =
            item.TryGetProperty("tools", out var tools) && tools.ValueKind is JsonValueKind.Array
                ? tools
                    .EnumerateArray()
                    .Select(tool =>
                        Text(tool, ResponsesCalls.Name) ?? Text(tool, ResponsesCalls.Type)
                    )
                    .OfType<string>()
                    .ToList()
                : [];
        return names.Count == 0
            ? "No tools were found."
            : $"These tools can be called now: {string.Join(", ", names)}.";
    }

    /// <summary>What was read from such an item is its JSON; anything else is what one command wrote.</summary>
    private static JsonNode ShellOutput(string text, bool failed)
    {
        if (text.StartsWith('['))
        {
            try
            {
                return JsonNode.Parse(text)!;
            }
            catch (JsonException)
            {
                // A command wrote it.
            }
        }

        return new JsonArray(
            new JsonObject
            {
                ["stdout"] = text,
                ["stderr"] = "",
                ["outcome"] = new JsonObject
                {
                    [ResponsesCalls.Type] = "exit",
                    ["exit_code"] = failed ? 1 : 0,
                },
            }
        );
    }

    private static JsonObject Screenshot(FunctionResultContent result)
    {
        var screenshot = new JsonObject { [ResponsesCalls.Type] = "computer_screenshot" };
        var picture = result.Result switch
        {
            AIContent content => content,
            IEnumerable<AIContent> contents => contents.FirstOrDefault(content =>
                content is DataContent or UriContent or HostedFileContent
            ),
            _ => null,
        };
        switch (picture)
        {
            case DataContent data:
                screenshot["image_url"] = data.Uri;
                break;
            case UriContent link:
                screenshot["image_url"] = link.Uri.OriginalString;
                break;
            case HostedFileContent file:
                screenshot["file_id"] = file.FileId;
                break;
            default:
                break;
        }

        return screenshot;
    }

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind is JsonValueKind.Object
        && item.TryGetProperty(name, out var value)
        && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
