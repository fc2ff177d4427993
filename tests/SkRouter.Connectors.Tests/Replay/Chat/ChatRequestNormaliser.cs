using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Tests.Replay.Chat;

/// <summary>Takes differences without meaning out of chat completions requests.</summary>
internal static class ChatRequestNormaliser
{
    public static JsonNode Normalise(JsonNode request)
    {
        var body = request.DeepClone().AsObject();
        Json.DropNulls(body);
        // Defaults said aloud; usage in a stream is always asked for.
        body.Remove("n");
        body.Remove("stream_options");
        DropFalse(body, "stream");
        if (body["tools"].IsBlank())
        {
            body.Remove("tools");
        }
        if (body["response_format"]?["json_schema"] is JsonObject schema)
        {
            DropFalse(schema, "strict");
        }
        if (body["reasoning"] is JsonObject reasoning && reasoning.ContainsKey("effort"))
        {
            // An effort turns reasoning on.
            reasoning.Remove("enabled");
        }
        Rename(body, "max_tokens", "max_completion_tokens");
        foreach (var message in body["messages"]!.AsArray().OfType<JsonObject>())
        {
            Message(message);
            if (IsWithoutSystem(body) && message["role"]?.ToString() is "system" or "developer")
            {
                message["role"] = "user";
            }
        }
        foreach (var tool in (body["tools"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Tool(tool);
        }
        return body;
    }

    /// <summary>What is recorded is that the model refuses the role, so that the connector does not send it.</summary>
    private static bool IsWithoutSystem(JsonObject body) =>
        body["model"]?.ToString().StartsWith("o1-mini", StringComparison.Ordinal) is true;

    private static void DropFalse(JsonObject record, string name)
    {
        if (record[name] is JsonValue value && !value.GetValue<bool>())
        {
            record.Remove(name);
        }
    }

    private static void Rename(JsonObject record, string from, string to)
    {
        if (record[from] is { } value)
        {
            record.Remove(from);
            record[to] = value.DeepClone();
        }
    }

    private static void Tool(JsonObject tool)
    {
        if (tool["function"] is JsonObject function)
        {
            tool["type"] = "function";
            if (function["description"].IsBlank())
            {
                function.Remove("description");
            }
        }
    }

    private static void Message(JsonObject message)
    {
        message.Remove("prefix");
        if (message["tool_calls"].IsBlank())
        {
            message.Remove("tool_calls");
        }
        if (message["content"] is JsonArray parts)
        {
            if (parts.All(IsPlainText))
            {
                message["content"] = string.Concat(parts.Select(part => part!["text"].Text()));
            }
        }
        if (message["content"].IsBlank())
        {
            message.Remove("content");
        }
        foreach (var call in (message["tool_calls"] as JsonArray ?? []).OfType<JsonObject>())
        {
            call.Remove("index");
            call["type"] = "function";
            call["function"]!["arguments"] = Json.Arguments(call["function"]!["arguments"].Text()!);
        }
    }

    private static bool IsPlainText(JsonNode? part) =>
        part is JsonObject { Count: 2 } text && text["type"].Text() == "text";
}
