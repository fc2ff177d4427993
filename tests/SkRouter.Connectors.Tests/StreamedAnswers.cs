using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Tests;

/// <summary>A whole answer as its provider would stream it, in few pieces.</summary>
internal static class StreamedAnswers
{
    public static string Of(string provider, string answer)
    {
        var whole = JsonNode.Parse(answer)!.AsObject();
        return provider switch
        {
            "anthropic" => Anthropic(whole),
            "google" => Event(whole),
            _ when provider.EndsWith("-responses", StringComparison.Ordinal) => Responses(whole),
            _ => Event(whole),
        };
    }

    private static string Event(JsonNode data) => $"data: {data.ToJsonString()}\n\n";

    private static string Responses(JsonObject whole)
    {
        var events = new StringBuilder();
        foreach (var item in whole["output"]!.AsArray())
        {
            events.Append(
                Event(
                    new JsonObject
                    {
                        ["type"] = "response.output_item.done",
                        ["item"] = item!.DeepClone(),
                    }
                )
            );
        }
        events.Append(
            Event(
                new JsonObject { ["type"] = "response.completed", ["response"] = whole.DeepClone() }
            )
        );
        return events.ToString();
    }

    private static string Anthropic(JsonObject whole)
    {
        var events = new StringBuilder();
        events.Append(
            Event(
                JsonNode.Parse("""{"type":"message_start","message":{"id":"msg_1","model":"m"}}""")!
            )
        );
        var index = 0;
        foreach (var block in whole["content"]!.AsArray())
        {
            AppendBlock(events, block!.AsObject(), index++);
        }
        events.Append(
            Event(
                new JsonObject
                {
                    ["type"] = "message_delta",
                    ["delta"] = new JsonObject
                    {
                        ["stop_reason"] = whole["stop_reason"]!.DeepClone(),
                    },
                }
            )
        );
        return events.ToString();
    }

    private static void AppendBlock(StringBuilder events, JsonObject block, int index)
    {
        var type = block["type"]!.GetValue<string>();
        Append("content_block_start", "content_block", block);
        switch (type)
        {
            case "text":
                Delta("text_delta", "text", block["text"]!);
                break;
            case "thinking":
                Delta("thinking_delta", "thinking", block["thinking"]!);
                Delta("signature_delta", "signature", block["signature"]!);
                break;
            case "tool_use":
                Delta(
                    "input_json_delta",
                    "partial_json",
                    JsonValue.Create(block["input"]!.ToJsonString())
                );
                break;
            default:
                throw new JsonException(type);
        }
        Append("content_block_stop", null, null);

        void Delta(string kind, string name, JsonNode value) =>
            Append(
                "content_block_delta",
                "delta",
                new JsonObject { ["type"] = kind, [name] = value.DeepClone() }
            );

        void Append(string kind, string? name, JsonNode? value)
        {
            var data = new JsonObject { ["type"] = kind, ["index"] = index };
            if (name is not null)
            {
                data[name] = value!.DeepClone();
            }
            events.Append(Event(data));
        }
    }
}
