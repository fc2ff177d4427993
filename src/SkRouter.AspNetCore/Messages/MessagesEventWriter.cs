using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.ChatCompletions;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Writes the pieces of one streamed answer as Anthropic's events: a message of blocks, each begun, grown and ended.</summary>
internal sealed class MessagesEventWriter(EventWriter events, ModelInvocationContext context)
    : IStreamedAnswer
{
    private const string Text = "text";
    private const string Thinking = "thinking";

    private bool _begun;
    private int _blocks;
    private string? _open;
    private bool _hasCalls;
    private ChatFinishReason? _finish;
    private UsageDetails? _usage;

    public void Write(ChatResponseUpdate update)
    {
        if (!_begun)
        {
            Begin(update);
        }

        foreach (var content in update.Contents)
        {
            Write(content);
        }

        _finish = update.FinishReason ?? _finish;
    }

    public void Complete()
    {
        CloseBlock();
        var json = Start("message_delta");
        json.WriteStartObject("delta");
        json.WriteString("stop_reason", MessagesNames.Stop(_finish, _hasCalls));
        json.WriteNull("stop_sequence");
        json.WriteEndObject();
        MessagesUsageWriter.Write(json, _usage);
        End(json);
        End(Start("message_stop"));
    }

    public void Fail(ApiFault fault, string requestId) =>
        events.WriteFault(WireFormat.Anthropic, fault, requestId);

    private void Begin(ChatResponseUpdate update)
    {
        _begun = true;
        var json = Start("message_start");
        json.WriteStartObject("message");
        json.WriteString("id", MessagesNames.IdOf(update.ResponseId, context));
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", ChatNames.ModelOf(update.ModelId, context));
        json.WriteStartArray("content");
        json.WriteEndArray();
        json.WriteNull("stop_reason");
        json.WriteNull("stop_sequence");
        // What it consumed is known at its end, and told there.
        MessagesUsageWriter.Write(json, details: null);
        json.WriteEndObject();
        End(json);
    }

    private void Write(AIContent content)
    {
        switch (content)
        {
            case TextReasoningContent reasoning when MessagesAnswerWriter.IsRedacted(reasoning):
                CloseBlock();
                WholeBlock("redacted_thinking", "data", reasoning.ProtectedData ?? "");
                break;
            case TextReasoningContent reasoning:
                Reason(reasoning);
                break;
            case TextContent { Text.Length: > 0 } text:
                Delta(Text, "text_delta", Text, text.Text);
                break;
            case FunctionCallContent call:
                Call(call);
                break;
            case UsageContent usage:
                _usage = usage.Details;
                break;
            default:
                if (AnswerParts.RefusalOf(content) is { } refusal)
                {
                    Delta(Text, "text_delta", Text, refusal);
                }

                break;
        }
    }

    private void Reason(TextReasoningContent reasoning)
    {
        if (reasoning.Text.Length > 0)
        {
            Delta(Thinking, "thinking_delta", Thinking, reasoning.Text);
        }

        if (reasoning.ProtectedData is { Length: > 0 } signature)
        {
            Delta(Thinking, "signature_delta", "signature", signature);
            CloseBlock();
        }
    }

    private void Call(FunctionCallContent call)
    {
        CloseBlock();
        _hasCalls = true;
        var json = Start("content_block_start");
        json.WriteNumber("index", _blocks);
        json.WriteStartObject("content_block");
        json.WriteString("type", "tool_use");
        json.WriteString("id", call.CallId);
        json.WriteString("name", call.Name);
        json.WriteStartObject("input");
        json.WriteEndObject();
        json.WriteEndObject();
        End(json);
        _open = "tool_use";
        WriteDelta("input_json_delta", "partial_json", MessagesAnswerWriter.Input(call));
        CloseBlock();
    }

    private void Delta(string block, string type, string name, string text)
    {
        if (_open != block)
        {
            CloseBlock();
            OpenBlock(block);
        }

        WriteDelta(type, name, text);
    }

    private void WriteDelta(string type, string name, string text)
    {
        var json = Start("content_block_delta");
        json.WriteNumber("index", _blocks);
        json.WriteStartObject("delta");
        json.WriteString("type", type);
        json.WriteString(name, text);
        json.WriteEndObject();
        End(json);
    }

    private void OpenBlock(string type)
    {
        _open = type;
        var json = Start("content_block_start");
        json.WriteNumber("index", _blocks);
        json.WriteStartObject("content_block");
        json.WriteString("type", type);
        json.WriteString(type, "");
        if (type == Thinking)
        {
            json.WriteString("signature", "");
        }

        json.WriteEndObject();
        End(json);
    }

    private void WholeBlock(string type, string name, string value)
    {
        var json = Start("content_block_start");
        json.WriteNumber("index", _blocks);
        json.WriteStartObject("content_block");
        json.WriteString("type", type);
        json.WriteString(name, value);
        json.WriteEndObject();
        End(json);
        _open = type;
        CloseBlock();
    }

    private void CloseBlock()
    {
        if (_open is null)
        {
            return;
        }

        _open = null;
        var json = Start("content_block_stop");
        json.WriteNumber("index", _blocks++);
        End(json);
    }

    private Utf8JsonWriter Start(string type)
    {
        var json = events.Start(type);
        json.WriteStartObject();
        json.WriteString("type", type);
        return json;
    }

    private void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        events.End();
    }
}
