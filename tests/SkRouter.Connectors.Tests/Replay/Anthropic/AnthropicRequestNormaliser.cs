using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Tests.Replay.Anthropic;

/// <summary>Takes differences without meaning out of messages requests.</summary>
internal static class AnthropicRequestNormaliser
{
    public static JsonNode Normalise(JsonNode request)
    {
        var body = request.DeepClone().AsObject();
        Json.DropNulls(body);
        if (body["stream"] is JsonValue stream && !stream.GetValue<bool>())
        {
            body.Remove("stream");
        }
        Listed(body, "system");
        foreach (var tool in (body["tools"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (tool["description"].IsBlank())
            {
                tool.Remove("description");
            }
        }
        body["messages"] = Turns(body["messages"]!.AsArray());
        return body;
    }

    /// <summary>The API reads messages of one role in a row as one, and a string as one text block.</summary>
    private static JsonArray Turns(JsonArray messages)
    {
        var turns = new JsonArray();
        foreach (var message in messages.OfType<JsonObject>())
        {
            Listed(message, "content");
            var blocks = message["content"]!.AsArray();
            foreach (var block in blocks.OfType<JsonObject>())
            {
                Block(block);
            }
            if (
                turns.LastOrDefault() is JsonObject last
                && last["role"].Text() == message["role"].Text()
            )
            {
                foreach (var block in blocks)
                {
                    last["content"]!.AsArray().Add(block!.DeepClone());
                }
            }
            else
            {
                turns.Add(message.DeepClone());
            }
        }
        return turns;
    }

    private static void Block(JsonObject block)
    {
        if (block["is_error"] is JsonValue failed && !failed.GetValue<bool>())
        {
            block.Remove("is_error");
        }
        if (block["type"].Text() == "tool_result")
        {
            Listed(block, "content");
            // Nothing returned is an empty text.
            if (
                block["content"]!.AsArray() is [JsonObject only]
                && only["text"].IsBlank()
                && only["type"].Text() == "text"
            )
            {
                block["content"] = new JsonArray();
            }
        }
    }

    private static void Listed(JsonObject record, string name)
    {
        if (record[name].Text() is { } text)
        {
            record[name] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text });
        }
    }
}
