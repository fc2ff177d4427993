using System.Text.Json.Nodes;
using SkRouter.Connectors.Restrictions;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Anthropic;

/// <summary>Makes turns acceptable to the API: it refuses a request without any, texts of nothing but white space, and an assistant's last text that ends in it.</summary>
internal static class AnthropicTurns
{
    private const string Go = "Continue directly from where the last message ends.";

    public static void Repair(JsonObject body, ModelRules rules, RequestNotes notes)
    {
        var turns = body["messages"]!.AsArray();
        if (turns.Count == 0 && body["system"] is JsonArray system && body.Remove("system"))
        {
            // Instructions alone are what the user asks.
            turns.Add(new JsonObject { ["role"] = "user", ["content"] = system });
        }
        if (
            rules.BeginsWithUser
            && turns.FirstOrDefault()?["role"]?.GetValue<string>() == "assistant"
        )
        {
            turns.Insert(0, Said("The conversation begins with your message."));
        }
        if (
            turns.LastOrDefault() is not JsonObject last
            || last["role"]!.GetValue<string>() != "assistant"
            || last["content"] is not JsonArray blocks
        )
        {
            return;
        }
        if (blocks.LastOrDefault() is JsonObject block && block["text"] is JsonValue text)
        {
            block["text"] = text.GetValue<string>().TrimEnd();
        }
        if (rules.NoPrefill)
        {
            notes.Left("assistant prefill");
            turns.Add(Said(Go));
        }
    }

    private static JsonObject Said(string text) =>
        new()
        {
            ["role"] = "user",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }),
        };
}
