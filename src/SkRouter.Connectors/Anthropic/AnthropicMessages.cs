using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Anthropic;

/// <summary>Writes a conversation as Anthropic's system prompt and turns.</summary>
internal sealed class AnthropicMessages(string provider, RequestNotes notes)
{
    private readonly AnthropicBlocks _blocks = new(provider, notes);

    public AnthropicConversation Write(IReadOnlyList<ChatMessage> messages, string? instructions)
    {
        var system = new JsonArray();
        var turns = new JsonArray();
        if (!string.IsNullOrEmpty(instructions))
        {
            system.Add(new JsonObject { ["type"] = "text", ["text"] = instructions });
        }
        foreach (var message in messages)
        {
            var role = RoleOf(message);
            if (role is null)
            {
                AddTo(system, message);
                continue;
            }
            AddTo(ContentOf(turns, role), message);
        }
        return new(system, WithoutEmpty(turns));
    }

    /// <summary>
    /// System messages go to the system prompt wherever they stand, unless the message says <c>anthropic.role = system</c>:
    /// only some models take them between the turns.
    /// </summary>
    private string? RoleOf(ChatMessage message) =>
        message.Role == ChatRole.Assistant ? "assistant"
        : message.Role == ChatRole.System || message.Role.Value == "developer"
            ? ProviderExtras.Text(message.AdditionalProperties, provider, "role")
        : "user";

    private static JsonArray ContentOf(JsonArray turns, string role)
    {
        if (turns.LastOrDefault() is JsonObject last && last["role"]!.GetValue<string>() == role)
        {
            return last["content"]!.AsArray();
        }
        var content = new JsonArray();
        turns.Add(new JsonObject { ["role"] = role, ["content"] = content });
        return content;
    }

    private void AddTo(JsonArray blocks, ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (_blocks.Write(content) is { } block)
            {
                blocks.Add(block);
            }
        }
    }

    private static JsonArray WithoutEmpty(JsonArray turns)
    {
        for (var i = turns.Count - 1; i >= 0; i--)
        {
            if (turns[i]!["content"]!.AsArray().Count == 0)
            {
                turns.RemoveAt(i);
            }
        }
        return turns;
    }
}
