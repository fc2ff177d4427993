using System.Text;
using System.Text.Json;

namespace SkRouter.Simulator.Answering;

/// <summary>Gathers what rules need from the messages of one request, and checks that calls and results belong together.</summary>
internal sealed class MessageReading
{
    private readonly HashSet<string> _openCalls = new(StringComparer.Ordinal);

    public List<string> Texts { get; } = [];
    public List<string> System { get; } = [];
    public List<string> ToolResults { get; } = [];
    public string User { get; private set; } = "";
    public string LastRole { get; private set; } = "";
    public long Tokens { get; private set; }

    public void Add(JsonElement message)
    {
        var role = RequestReader.Text(message, "role");
        var text = ContentText(message);
        if (role != "tool")
        {
            Complete();
        }

        switch (role)
        {
            case "system" or "developer":
                System.Add(text);
                break;
            case "user":
                User = text;
                ToolResults.Clear();
                break;
            case "assistant":
                OpenCalls(message);
                break;
            case "tool":
                CloseCall(message);
                ToolResults.Add(text);
                break;
            default:
                throw ApiError.Invalid(
                    $"Invalid value: '{role}'. Supported values are: 'system', 'assistant', 'user', 'tool', and 'developer'.",
                    $"messages[{Texts.Count}].role"
                );
        }

        LastRole = role;
        Texts.Add(text);
        Tokens += TokenEstimator.PerMessage + TokenEstimator.Count(text);
    }

    public void Complete()
    {
        if (_openCalls.Count > 0)
        {
            throw ApiError.Invalid(
                "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
                    + $"The following tool_call_ids did not have response messages: {string.Join(", ", _openCalls)}",
                $"messages[{Texts.Count}].role"
            );
        }
    }

    private void OpenCalls(JsonElement message)
    {
        if (
            !message.TryGetProperty("tool_calls", out var calls)
            || calls.ValueKind != JsonValueKind.Array
        )
        {
            return;
        }

        foreach (var call in calls.EnumerateArray())
        {
            _openCalls.Add(RequestReader.Text(call, "id") ?? "");
            if (call.TryGetProperty("function", out var function))
            {
                Tokens += TokenEstimator.Count(RequestReader.Text(function, "name"));
                Tokens += TokenEstimator.Count(RequestReader.Text(function, "arguments"));
            }
        }
    }

    private void CloseCall(JsonElement message)
    {
        if (!_openCalls.Remove(RequestReader.Text(message, "tool_call_id") ?? ""))
        {
            throw ApiError.Invalid(
                "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
                $"messages[{Texts.Count}].role"
            );
        }
    }

    private static string ContentText(JsonElement message)
    {
        if (
            message.ValueKind != JsonValueKind.Object
            || !message.TryGetProperty("content", out var content)
        )
        {
            return "";
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            return content.ValueKind == JsonValueKind.String ? content.GetString()! : "";
        }

        var text = new StringBuilder();
        foreach (var part in content.EnumerateArray())
        {
            text.Append(RequestReader.Text(part, "text"));
        }

        return text.ToString();
    }
}
