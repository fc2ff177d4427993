using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Answers;

/// <summary>Puts the events that a face streams together, as clients of its protocol do.</summary>
internal static class WholeForm
{
    public static JsonObject Of(string face, string body)
    {
        var events = body.Split('\n')
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => JsonNode.Parse(line["data: ".Length..])!.AsObject())
            .ToList();
        return face switch
        {
            "chat-completions" => Chat(events),
            "responses" => Response(events),
            _ => Message(events),
        };
    }

    private static JsonObject Chat(List<JsonObject> chunks)
    {
        var whole = new JsonObject();
        foreach (var chunk in chunks)
        {
            Grow(whole, chunk);
        }

        var choice = whole["choices"]![0]!.AsObject();
        choice["message"] = choice["delta"]!.DeepClone();
        choice.Remove("delta");
        foreach (var call in choice["message"]!["tool_calls"]?.AsArray() ?? [])
        {
            call!.AsObject().Remove("index");
        }

        return whole;
    }

    /// <summary>Texts are joined, but for those that name something; lists with an index grow by it.</summary>
    private static void Grow(JsonObject target, JsonObject piece)
    {
        foreach (var (name, value) in piece)
        {
            switch (value, target[name])
            {
                case (null, not null):
                    break;
                case (JsonObject inner, JsonObject known):
                    Grow(known, inner);
                    break;
                case (JsonArray items, JsonArray list)
                    when name
                        is "choices"
                            or "content"
                            or "tool_calls"
                            or "annotations"
                            or "images"
                            or "reasoning_details":
                    foreach (var item in items)
                    {
                        var same =
                            item is JsonObject { } part && part["index"] is { } index
                                ? list.FirstOrDefault(other =>
                                    JsonNode.DeepEquals(other!["index"], index)
                                )
                                : null;
                        if (same is not null)
                        {
                            Grow(same.AsObject(), item!.AsObject());
                        }
                        else
                        {
                            list.Add(item?.DeepClone());
                        }
                    }

                    break;
                case (JsonValue text, JsonValue begun)
                    when name
                        is "content"
                            or "refusal"
                            or "reasoning_content"
                            or "arguments"
                            or "input":
                    target[name] = begun.ToString() + text;
                    break;
                default:
                    target[name] = value?.DeepClone();
                    break;
            }
        }
    }

    /// <summary>The end shows the whole response, which must be what the events before it told.</summary>
    private static JsonObject Response(List<JsonObject> events)
    {
        var whole = events.Last(item => item["response"] is not null)["response"]!
            .DeepClone()
            .AsObject();
        var done = events
            .Where(item => item["type"]!.GetValue<string>() == "response.output_item.done")
            .Select(item => item["item"])
            .ToList();
        JsonNode
            .DeepEquals(whole["output"], new JsonArray([.. done.Select(item => item!.DeepClone())]))
            .ShouldBeTrue("response.output_item.done does not agree with the end");
        foreach (var kind in (string[])["output_text", "refusal"])
        {
            string.Concat(
                    events
                        .Where(item => item["type"]!.GetValue<string>() == $"response.{kind}.delta")
                        .Select(item => item["delta"]!.GetValue<string>())
                )
                .ShouldBe(
                    string.Concat(
                        whole["output"]!
                            .AsArray()
                            .Where(item => item!["type"]!.GetValue<string>() == "message")
                            .SelectMany(item => item!["content"]!.AsArray())
                            .Select(part =>
                                part![kind == "refusal" ? "refusal" : "text"]?.ToString()
                            )
                    )
                );
        }

        return whole;
    }

    private static JsonObject Message(List<JsonObject> events)
    {
        var message = events[0]["message"]!.DeepClone().AsObject();
        var inputs = new Dictionary<int, string>();
        foreach (var item in events)
        {
            switch (item["type"]!.GetValue<string>())
            {
                case "content_block_start":
                    message["content"]!.AsArray().Add(item["content_block"]!.DeepClone());
                    break;
                case "content_block_delta":
                    var index = item["index"]!.GetValue<int>();
                    Grow(
                        message["content"]![index]!.AsObject(),
                        item["delta"]!.AsObject(),
                        index,
                        inputs
                    );
                    break;
                case "message_delta":
                    foreach (var (name, value) in item["delta"]!.AsObject())
                    {
                        message[name] = value?.DeepClone();
                    }

                    foreach (var (name, value) in item)
                    {
                        if (name == "usage")
                        {
                            Fields.JsonSubset.Merge(message[name]!.AsObject(), value!.AsObject());
                        }
                        else if (name is not ("delta" or "type"))
                        {
                            message[name] = value?.DeepClone();
                        }
                    }

                    break;
            }
        }

        foreach (var (index, input) in inputs)
        {
            message["content"]![index]!["input"] = JsonNode.Parse(input);
        }

        return message;
    }

    private static void Grow(
        JsonObject block,
        JsonObject delta,
        int index,
        Dictionary<int, string> inputs
    )
    {
        switch (delta["type"]!.GetValue<string>())
        {
            case "input_json_delta":
                inputs[index] = inputs.GetValueOrDefault(index) + delta["partial_json"];
                break;
            case "citations_delta":
                block["citations"] ??= new JsonArray();
                block["citations"]!.AsArray().Add(delta["citation"]!.DeepClone());
                break;
            default:
                foreach (var (name, value) in delta)
                {
                    if (name != "type")
                    {
                        block[name] = block[name] is JsonValue begun
                            ? begun.ToString() + value
                            : value?.DeepClone();
                    }
                }

                break;
        }
    }
}
