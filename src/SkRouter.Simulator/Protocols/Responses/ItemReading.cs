using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.Responses;

/// <summary>Reads the items of one input, and checks that calls, outputs and sealed reasoning belong together.</summary>
internal sealed class ItemReading(ConversationReading conversation)
{
    private const int LongestCallId = 64;
    private readonly List<string> _openCalls = [];
    private readonly HashSet<string> _reasoning = new(StringComparer.Ordinal);
    private string? _danglingReasoning;
    private int _index;

    public void Add(JsonElement item)
    {
        switch (item.Text("type"))
        {
            case null or "message":
                Message(item);
                break;
            case "reasoning":
                Reasoning(item);
                break;
            case "function_call":
                Call(item, prefix: "fc");
                break;
            case "custom_tool_call":
                Call(item, prefix: "ctc");
                break;
            case "tool_search_call" when item.Text("execution") == "server":
                break;
            case "tool_search_output" when item.Text("execution") == "server":
                break;
            case "apply_patch_call"
            or "shell_call"
            or "local_shell_call"
            or "computer_call"
            or "tool_search_call":
                Call(item, prefix: "");
                break;
            case "function_call_output"
            or "custom_tool_call_output"
            or "apply_patch_call_output"
            or "shell_call_output"
            or "local_shell_call_output"
            or "computer_call_output"
            or "tool_search_output":
                Output(item);
                break;
        }

        if (item.Text("type") != "reasoning")
        {
            _danglingReasoning = null;
        }

        _index++;
    }

    public void Complete()
    {
        if (_openCalls.Count > 0)
        {
            throw ApiError.Invalid(
                $"No tool output found for function call {_openCalls[0]}.",
                "input"
            );
        }

        if (_danglingReasoning is { } id)
        {
            throw ApiError.Invalid(
                $"Item '{id}' of type 'reasoning' was provided without its required following item.",
                "input"
            );
        }
    }

    private void Message(JsonElement item)
    {
        var text = TextOf(item);
        switch (item.Text("role"))
        {
            case "user":
                conversation.User(text);
                break;
            case "assistant":
                conversation.Assistant(text);
                break;
            case "system" or "developer":
                conversation.System(text, item.Text("role")!);
                break;
            default:
                throw Wrong(
                    "role",
                    $"Invalid value: '{item.Text("role")}'. Supported values are: 'assistant', 'system', 'developer', and 'user'."
                );
        }
    }

    private void Reasoning(JsonElement item)
    {
        var id = item.Text("id") ?? "";
        if (
            item.Text("encrypted_content") is { } sealing
            && !Signatures.Fits("responses", id, sealing)
        )
        {
            throw ApiError.Invalid(
                $"The encrypted content for item {id} could not be verified.",
                null,
                "invalid_encrypted_content"
            );
        }

        _danglingReasoning = id;
        _reasoning.Add(id);
    }

    private void Call(JsonElement item, string prefix)
    {
        var id = item.Text("id");
        if (id?.StartsWith(prefix, StringComparison.Ordinal) == false)
        {
            throw Wrong(
                "id",
                FormattableString.Invariant(
                    $"Invalid 'input[{_index}].id': '{id}'. Expected an ID that begins with '{prefix}'."
                )
            );
        }

        if (
            id is not null
            && ItemIds.ReasoningBefore(id) is { } reason
            && !_reasoning.Contains(reason)
        )
        {
            throw ApiError.Invalid(
                $"Item '{id}' of type 'function_call' was provided without its required 'reasoning' item: '{reason}'.",
                "input"
            );
        }

        var callId = item.Text("call_id") ?? "";
        if (callId.Length > LongestCallId)
        {
            throw Wrong(
                "call_id",
                FormattableString.Invariant(
                    $"Invalid 'input[{_index}].call_id': string too long. Expected a string with maximum length {LongestCallId}, but got a string with length {callId.Length} instead."
                )
            );
        }

        _openCalls.Add(callId);
        conversation.Count(item.Text("name"));
        conversation.Count(item.Text("arguments") ?? item.Text("input"));
    }

    private void Output(JsonElement item)
    {
        var callId = item.Text("call_id") ?? item.Text("id") ?? "";
        if (!_openCalls.Remove(callId))
        {
            throw ApiError.Invalid(
                $"No tool call found for function call output with call_id {callId}.",
                "input"
            );
        }

        conversation.ToolResult(
            item.Text("output")
                ?? (
                    Texts(item.Items("output")) is { Length: > 0 } texts
                        ? texts
                        : item.Member("output")?.GetRawText() ?? ""
                )
        );
    }

    private static string TextOf(JsonElement item) =>
        item.Text("content") ?? Texts(item.Items("content"));

    private static string Texts(IEnumerable<JsonElement> parts) =>
        string.Concat(parts.Select(part => part.Text("text")));

    private ApiError Wrong(string member, string message) =>
        ApiError.Invalid(
            message,
            FormattableString.Invariant($"input[{_index}].{member}"),
            "invalid_value"
        );
}
