using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Tests.Replay.Responses;

/// <summary>Takes differences without meaning out of Responses requests.</summary>
internal static class ResponsesRequestNormaliser
{
    private const string Encrypted = "reasoning.encrypted_content";

    public static JsonNode Normalise(JsonNode request)
    {
        var body = request.DeepClone().AsObject();
        Json.DropNulls(body);
        if (body["stream"] is JsonValue stream && !stream.GetValue<bool>())
        {
            body.Remove("stream");
        }
        Include(body);
        if (body["text"]?["format"]?["type"].Text() == "text")
        {
            body["text"]!.AsObject().Remove("format");
        }
        foreach (var name in new[] { "text", "reasoning" })
        {
            if (body[name] is JsonObject { Count: 0 })
            {
                body.Remove(name);
            }
        }
        foreach (var tool in (body["tools"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (tool["description"].IsBlank())
            {
                tool.Remove("description");
            }
        }
        if (body["input"].Text() is { } text)
        {
            body["input"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text });
        }
        body["input"] = new JsonArray([
            .. body["input"]!.AsArray().OfType<JsonObject>().Where(IsSomething).Select(Item),
        ]);
        return body;
    }

    /// <summary>Thoughts are always asked for encrypted where there are any.</summary>
    private static void Include(JsonObject body)
    {
        if (body["include"] is JsonArray include)
        {
            var rest = include.Where(item => item.Text() != Encrypted).ToList();
            body.Remove("include");
            if (rest.Count > 0)
            {
                body["include"] = new JsonArray([.. rest.Select(item => item!.DeepClone())]);
            }
        }
    }

    /// <summary>An assistant who said nothing says nothing.</summary>
    private static bool IsSomething(JsonObject item) =>
        item["role"].Text() != "assistant" || !item["content"].IsBlank();

    private static JsonNode Item(JsonObject item)
    {
        var copy = item.DeepClone().AsObject();
        if (copy["arguments"].Text() is { } arguments)
        {
            copy["arguments"] = Json.Arguments(arguments);
        }
        if (
            copy["content"] is JsonArray { Count: 1 } parts
            && parts[0] is JsonObject { Count: 2 } only
            && only["type"].Text() == "input_text"
        )
        {
            copy["content"] = only["text"]!.DeepClone();
        }
        if (
            copy["role"].Text() == "assistant"
            && !copy.ContainsKey("id")
            && copy["content"] is JsonArray said
        )
        {
            copy["content"] = string.Concat(said.Select(part => part!["text"].Text()));
            copy.Remove("type");
            copy.Remove("status");
        }
        if (copy["type"].Text() == "message" && copy["role"].Text() != "assistant")
        {
            copy.Remove("type");
        }
        return copy;
    }
}
