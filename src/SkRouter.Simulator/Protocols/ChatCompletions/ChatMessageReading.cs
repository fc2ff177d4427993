using System.Text;
using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.ChatCompletions;

/// <summary>Reads the messages of one request, and checks that calls and results belong together.</summary>
internal sealed class ChatMessageReading(ChatDialect dialect)
{
    private readonly HashSet<string> _openCalls = new(StringComparer.Ordinal);
    private int _index;

    public ConversationReading Conversation { get; } = new();

    private string RolePlace => FormattableString.Invariant($"messages[{_index}].role");

    public void Add(JsonElement message)
    {
        var role = message.Text("role");
        var text = ContentText(message);
        if (role != "tool")
        {
            Complete();
        }

        switch (role)
        {
            case "system" or "developer":
                Conversation.System(text, role);
                break;
            case "user":
                Conversation.User(text);
                break;
            case "assistant":
                dialect.CheckReasoning(message, _index);
                OpenCalls(message);
                Conversation.Assistant(text);
                break;
            case "tool":
                CloseCall(message);
                Conversation.ToolResult(text);
                break;
            default:
                throw ApiError.Invalid(
                    $"Invalid value: '{role}'. Supported values are: 'system', 'assistant', 'user', 'tool', and 'developer'.",
                    RolePlace
                );
        }

        _index++;
    }

    public void Complete()
    {
        if (_openCalls.Count > 0)
        {
            throw ApiError.Invalid(
                "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
                    + $"The following tool_call_ids did not have response messages: {string.Join(", ", _openCalls)}",
                RolePlace
            );
        }
    }

    private void OpenCalls(JsonElement message)
    {
        foreach (var call in message.Items("tool_calls"))
        {
            var id = call.Text("id") ?? "";
            dialect.CallIds.Check(id, _index);
            _openCalls.Add(id);
            if (call.Member("function") is { } function)
            {
                Conversation.Count(function.Text("name"));
                Conversation.Count(function.Text("arguments"));
            }
        }
    }

    private void CloseCall(JsonElement message)
    {
        if (!_openCalls.Remove(message.Text("tool_call_id") ?? ""))
        {
            throw ApiError.Invalid(
                "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
                RolePlace
            );
        }
    }

    private static string ContentText(JsonElement message)
    {
        if (message.Member("content") is not { ValueKind: JsonValueKind.Array } content)
        {
            return message.Text("content") ?? "";
        }

        var text = new StringBuilder();
        foreach (var part in content.EnumerateArray())
        {
            text.Append(part.Text("text"));
        }

        return text.ToString();
    }
}
