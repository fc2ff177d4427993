using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Answers;

/// <summary>Makes of a message the events in which Anthropic would stream it.</summary>
internal static class MessagesStreamedForm
{
    /// <summary>Members of a message that are known only at its end.</summary>
    private static readonly string[] Late =
    [
        "stop_reason",
        "stop_sequence",
        "stop_details",
        "container",
    ];

    public static IEnumerable<JsonObject> Of(JsonObject answer)
    {
        var message = answer.DeepClone().AsObject();
        message["content"] = new JsonArray();
        message["stop_reason"] = null;
        message["stop_sequence"] = null;
        message.Remove("stop_details");
        message.Remove("container");
        message.Remove("context_management");
        message["usage"]!["output_tokens"] = 1;
        yield return new() { ["type"] = "message_start", ["message"] = message };
        var index = 0;
        foreach (var block in answer["content"]!.AsArray())
        {
            foreach (var item in Block(block!.AsObject(), index))
            {
                yield return item;
            }

            index++;
        }

        var delta = new JsonObject();
        foreach (var name in Late)
        {
            delta[name] = answer[name]?.DeepClone();
        }

        var end = new JsonObject
        {
            ["type"] = "message_delta",
            ["delta"] = delta,
            ["usage"] = answer["usage"]!.DeepClone(),
        };
        if (answer["context_management"] is { } edits)
        {
            end["context_management"] = edits.DeepClone();
        }

        yield return end;
        yield return new() { ["type"] = "message_stop" };
    }

    private static IEnumerable<JsonObject> Block(JsonObject block, int index)
    {
        var type = block["type"]!.GetValue<string>();
        var start = block.DeepClone().AsObject();
        var deltas = new List<JsonObject>();
        switch (type)
        {
            case "text":
                Empty("text", "text_delta");
                foreach (var citation in block["citations"]?.AsArray() ?? [])
                {
                    deltas.Add(Delta("citations_delta", "citation", citation));
                }

                start.Remove("citations");
                break;
            case "thinking":
                Empty("thinking", "thinking_delta");
                Empty("signature", "signature_delta");
                break;
            case "tool_use" or "server_tool_use" or "mcp_tool_use":
                start["input"] = new JsonObject();
                deltas.Add(
                    Delta(
                        "input_json_delta",
                        "partial_json",
                        JsonValue.Create(block["input"]!.ToJsonString())
                    )
                );
                break;
            case "compaction":
                start["content"] = null;
                start["encrypted_content"] = null;
                var whole = Delta("compaction_delta", "content", block["content"]);
                whole["encrypted_content"] = block["encrypted_content"]?.DeepClone();
                deltas.Add(whole);
                break;
        }

        yield return new()
        {
            ["type"] = "content_block_start",
            ["index"] = index,
            ["content_block"] = start,
        };
        foreach (var delta in deltas)
        {
            yield return new()
            {
                ["type"] = "content_block_delta",
                ["index"] = index,
                ["delta"] = delta,
            };
        }

        yield return new() { ["type"] = "content_block_stop", ["index"] = index };

        void Empty(string member, string delta)
        {
            deltas.Add(Delta(delta, member, block[member]));
            start[member] = "";
        }
    }

    private static JsonObject Delta(string type, string member, JsonNode? value) =>
        new() { ["type"] = type, [member] = value?.DeepClone() };
}
