using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Answers;

/// <summary>Makes of a response the events in which OpenAI would stream it.</summary>
internal static class ResponsesStreamedForm
{
    public static IEnumerable<JsonObject> Of(JsonObject answer)
    {
        var begun = answer.DeepClone().AsObject();
        begun["output"] = new JsonArray();
        begun["status"] = "in_progress";
        begun["usage"] = null;
        yield return new() { ["type"] = "response.created", ["response"] = begun };
        var index = 0;
        foreach (var item in answer["output"]!.AsArray())
        {
            foreach (var piece in Item(item!.AsObject(), index))
            {
                piece["output_index"] = index;
                yield return piece;
            }

            index++;
        }

        yield return new()
        {
            ["type"] = $"response.{answer["status"]!.GetValue<string>()}",
            ["response"] = answer.DeepClone(),
        };
    }

    private static IEnumerable<JsonObject> Item(JsonObject item, int index)
    {
        var type = item["type"]!.GetValue<string>();
        var added = item.DeepClone().AsObject();
        if (type is "message" or "reasoning")
        {
            added.Remove("encrypted_content");
            added[type == "message" ? "content" : "summary"] = new JsonArray();
        }

        yield return new() { ["type"] = "response.output_item.added", ["item"] = added };
        foreach (var piece in Pieces(item, type))
        {
            piece["item_id"] = item["id"]!.DeepClone();
            yield return piece;
        }

        yield return new() { ["type"] = "response.output_item.done", ["item"] = item.DeepClone() };
    }

    private static IEnumerable<JsonObject> Pieces(JsonObject item, string type)
    {
        var parts = (item["content"] ?? item["summary"])?.AsArray() ?? [];
        foreach (var (part, index) in parts.Select((part, i) => (part!.AsObject(), i)))
        {
            if (type == "message")
            {
                yield return new()
                {
                    ["type"] = "response.content_part.added",
                    ["content_index"] = index,
                    ["part"] = new JsonObject { ["type"] = part["type"]!.DeepClone() },
                };
            }

            switch (part["type"]!.GetValue<string>())
            {
                case "output_text":
                    yield return Delta(
                        "response.output_text.delta",
                        "content_index",
                        index,
                        part["text"],
                        part["logprobs"]
                    );
                    foreach (var annotation in part["annotations"]?.AsArray() ?? [])
                    {
                        yield return new()
                        {
                            ["type"] = "response.output_text.annotation.added",
                            ["content_index"] = index,
                            ["annotation_index"] = 0,
                            ["annotation"] = annotation!.DeepClone(),
                        };
                    }

                    break;
                case "refusal":
                    yield return Delta(
                        "response.refusal.delta",
                        "content_index",
                        index,
                        part["refusal"]
                    );
                    break;
                case "summary_text":
                    yield return new()
                    {
                        ["type"] = "response.reasoning_summary_part.added",
                        ["summary_index"] = index,
                        ["part"] = new JsonObject { ["type"] = "summary_text", ["text"] = "" },
                    };
                    yield return Delta(
                        "response.reasoning_summary_text.delta",
                        "summary_index",
                        index,
                        part["text"]
                    );
                    break;
                case "reasoning_text":
                    yield return Delta(
                        "response.reasoning_text.delta",
                        "content_index",
                        index,
                        part["text"]
                    );
                    break;
            }
        }
    }

    private static JsonObject Delta(
        string type,
        string indexName,
        int index,
        JsonNode? text,
        JsonNode? logprobs = null
    )
    {
        var delta = new JsonObject
        {
            ["type"] = type,
            [indexName] = index,
            ["delta"] = text!.DeepClone(),
        };
        if (logprobs is not null)
        {
            delta["logprobs"] = logprobs.DeepClone();
        }

        return delta;
    }
}
