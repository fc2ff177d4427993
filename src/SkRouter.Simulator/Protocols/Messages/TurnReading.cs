using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.Messages;

/// <summary>Reads the turns of one request. Messages of one role in a row are one turn, as the API takes them.</summary>
internal sealed class TurnReading(ConversationReading conversation)
{
    private readonly List<string> _openCalls = [];
    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);
    private string? _role;
    private int _index;

    public void Add(JsonElement message)
    {
        var role = message.Text("role");
        if (role is not ("user" or "assistant"))
        {
            throw Wrong($"role", "Input should be 'user' or 'assistant'");
        }

        if (message.Member("content") is not { } content)
        {
            throw Wrong($"content", "Field required");
        }

        if (role == "assistant" && _role == "user")
        {
            Complete();
        }

        if (content.ValueKind == JsonValueKind.Array)
        {
            AddBlocks(role, message.Items("content"));
        }
        else
        {
            Say(role, BlockText.Of(content));
        }

        _role = role;
        _index++;
    }

    public void Complete()
    {
        if (_openCalls.Count > 0)
        {
            throw MessagesProtocol.Invalid(
                FormattableString.Invariant(
                    $"messages.{_index - 1}: `tool_use` ids were found without `tool_result` blocks immediately after: {string.Join(", ", _openCalls)}. Each `tool_use` block must have a corresponding `tool_result` block in the next message."
                )
            );
        }
    }

    private void AddBlocks(string role, IReadOnlyList<JsonElement> blocks)
    {
        if (blocks.Count == 0)
        {
            throw MessagesProtocol.Invalid(
                FormattableString.Invariant(
                    $"messages.{_index}: {role} messages must have non-empty content"
                )
            );
        }

        var said = new List<string>();
        for (var i = 0; i < blocks.Count; i++)
        {
            switch (blocks[i].Text("type"))
            {
                case "text":
                    CheckText(blocks[i].Text("text"));
                    said.Add(blocks[i].Text("text")!);
                    break;
                case "thinking":
                    CheckSignature(blocks[i], i);
                    break;
                case "tool_use":
                    Call(blocks[i], i);
                    break;
                case "tool_result" when said.Count > 0:
                    throw Wrong(
                        $"content.{i}",
                        "`tool_result` blocks must come before any text of the same message"
                    );
                case "tool_result":
                    Result(blocks[i], i);
                    break;
                case null:
                    throw Wrong($"content.{i}.type", "Field required");
            }
        }

        if (said.Count > 0 || role == "assistant")
        {
            Say(role, string.Concat(said));
        }
    }

    private void Say(string role, string text)
    {
        if (role == "assistant")
        {
            conversation.Assistant(text);
            return;
        }

        CheckText(text);
        Complete();
        conversation.User(text);
    }

    private void Call(JsonElement block, int index)
    {
        var id = block.Text("id") ?? "";
        if (!ToolNameRule.Fits(id))
        {
            throw Wrong(
                $"content.{index}.tool_use.id",
                "String should match pattern '^[a-zA-Z0-9_-]+$'"
            );
        }

        if (!_calls.Add(id))
        {
            throw Wrong($"content.{index}", "`tool_use` ids must be unique");
        }

        if (!block.Member("input").IsObject())
        {
            throw Wrong($"content.{index}.tool_use.input", "Input should be a valid dictionary");
        }

        _openCalls.Add(id);
        conversation.Count(block.Text("name"));
        conversation.Count(block.Member("input")?.GetRawText());
    }

    private void Result(JsonElement block, int index)
    {
        var id = block.Text("tool_use_id") ?? "";
        if (!_openCalls.Remove(id))
        {
            throw Wrong(
                $"content.{index}",
                $"unexpected `tool_use_id` found in `tool_result` blocks: {id}. Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
            );
        }

        conversation.ToolResult(
            block.Member("content") is { } content ? BlockText.Of(content) : ""
        );
    }

    private void CheckSignature(JsonElement block, int index)
    {
        if (block.Text("signature") is not { } signature)
        {
            throw Wrong($"content.{index}.thinking.signature", "Field required");
        }

        if (!Signatures.Fits("messages", block.Text("thinking") ?? "", signature))
        {
            throw Wrong($"content.{index}", "Invalid `signature` in `thinking` block");
        }
    }

    private static void CheckText(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            throw MessagesProtocol.Invalid("messages: text content blocks must be non-empty");
        }
    }

    private ApiError Wrong(FormattableString place, string message) =>
        MessagesProtocol.Invalid(
            FormattableString.Invariant(
                $"messages.{_index}.{FormattableString.Invariant(place)}: {message}"
            )
        );
}
