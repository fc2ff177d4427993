using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Anthropic;

/// <summary>Writes a conversation as Anthropic's system prompt and turns.</summary>
internal sealed class AnthropicMessages(Speaker speaker, RequestNotes notes)
{
    private const string Role = "role";

    private readonly AnthropicBlocks _blocks = new(speaker, notes);

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
            var turn = TurnOf(turns, role);
            AddTo(turn["content"]!.AsArray(), message);
            ProviderExtras.Write(turn, message.AdditionalProperties, speaker, Role);
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
            ? ProviderExtras.Text(message.AdditionalProperties, speaker, Role)
        : "user";

    private static JsonObject TurnOf(JsonArray turns, string role)
    {
        if (turns.LastOrDefault() is JsonObject last && last[Role]!.GetValue<string>() == role)
        {
            return last;
        }
        var turn = new JsonObject { [Role] = role, ["content"] = new JsonArray() };
        turns.Add(turn);
        return turn;
    }

    private void AddTo(JsonArray blocks, ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (message.Role == ChatRole.Assistant && content is DataContent or UriContent)
            {
                // A turn of the model holds no pictures.
                notes.Left(ContentNames.Of(content));
            }
            else if (_blocks.Write(content) is { } block)
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
