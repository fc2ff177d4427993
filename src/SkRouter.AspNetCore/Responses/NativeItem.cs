using System.Text.Json;
using System.Text.Json.Nodes;
using SkRouter.AspNetCore.Api;
using SkRouter.Protocols.Responses;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Represents an item that is whole when it comes: a call, a step that the provider took, a picture.</summary>
internal sealed class NativeItem(string id, JsonObject item) : ResponseItem(id)
{
    private const string Status = "status";

    /// <summary>The events between an item's first and last one, for steps that providers take.</summary>
    private static readonly Dictionary<string, string[]> Steps = new(StringComparer.Ordinal)
    {
        ["web_search_call"] = ["in_progress", "searching", "completed"],
        ["file_search_call"] = ["in_progress", "searching", "completed"],
        ["image_generation_call"] = ["in_progress", "generating", "completed"],
        ["mcp_list_tools"] = ["in_progress", "completed"],
    };

    /// <summary>The members that a step has from its end on.</summary>
    private static readonly string[] Late =
    [
        "result",
        "results",
        "output",
        "outputs",
        "code",
        "error",
    ];

    private string Type => (string?)item[ResponsesCalls.Type] ?? "";

    public override void Open(ResponsesEvents events)
    {
        switch (Type)
        {
            case ResponsesCallTypes.Function:
                var arguments = Text("arguments");
                events.Delta("response.function_call_arguments.delta", Id, null, arguments);
                events.Text(
                    "response.function_call_arguments.done",
                    Id,
                    null,
                    "arguments",
                    arguments,
                    name: Text("name")
                );
                break;
            case ResponsesCallTypes.Custom:
                var input = Text("input");
                events.Delta("response.custom_tool_call_input.delta", Id, null, input);
                events.Text("response.custom_tool_call_input.done", Id, null, "input", input);
                break;
            case "mcp_call":
                events.Step("response.mcp_call.in_progress", Id);
                events.Delta("response.mcp_call_arguments.delta", Id, null, Text("arguments"));
                events.Text(
                    "response.mcp_call_arguments.done",
                    Id,
                    null,
                    "arguments",
                    Text("arguments")
                );
                events.Step(
                    item["error"] is null
                        ? "response.mcp_call.completed"
                        : "response.mcp_call.failed",
                    Id
                );
                break;
            case "code_interpreter_call":
                events.Step("response.code_interpreter_call.in_progress", Id);
                events.Delta("response.code_interpreter_call_code.delta", Id, null, Text("code"));
                events.Text(
                    "response.code_interpreter_call_code.done",
                    Id,
                    null,
                    "code",
                    Text("code")
                );
                events.Step("response.code_interpreter_call.interpreting", Id);
                events.Step("response.code_interpreter_call.completed", Id);
                break;
            default:
                foreach (var step in Steps.GetValueOrDefault(Type) ?? [])
                {
                    events.Step($"response.{Type}.{step}", Id);
                }

                break;
        }
    }

    public override void Write(Utf8JsonWriter json, string status)
    {
        var shown = item;
        if (status == InProgress)
        {
            shown = item.DeepClone().AsObject();
            Empty(shown);
        }

        if (item.ContainsKey(Status) && status == InProgress)
        {
            shown[Status] = status;
        }

        shown.WriteTo(json, ApiJson.Values);
    }

    private void Empty(JsonObject begun)
    {
        switch (Type)
        {
            case ResponsesCallTypes.Function:
                begun["arguments"] = "";
                break;
            case ResponsesCallTypes.Custom:
                begun["input"] = "";
                break;
            default:
                foreach (var name in Late.Where(begun.ContainsKey))
                {
                    begun[name] = Empty(begun[name]);
                }

                break;
        }
    }

    /// <summary>What a step has not yet done is null where the API allows it, and else an empty value of its kind.</summary>
    private JsonNode? Empty(JsonNode? value) =>
        Type is "image_generation_call" or "mcp_call" or "mcp_list_tools" or "file_search_call"
            ? null
            : value switch
            {
                JsonArray => new JsonArray(),
                JsonValue text when text.TryGetValue<string>(out _) => "",
                _ => null,
            };

    private string Text(string name) =>
        item[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
