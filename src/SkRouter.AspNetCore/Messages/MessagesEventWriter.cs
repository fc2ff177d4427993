using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.ChatCompletions;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Writes the pieces of one streamed answer as Anthropic's events: a message of blocks, each begun, grown and ended.</summary>
internal sealed class MessagesEventWriter(
    EventWriter events,
    ModelInvocationContext context,
    MessagesBlocks blocks
) : IStreamedAnswer
{
    private const string Text = "text";
    private const string Thinking = "thinking";

    private readonly MessagesBlockEvents _blocks = new(events);
    private bool _begun;
    private bool _hasCalls;
    private TextReasoningContent? _unsigned;
    private ChatFinishReason? _finish;
    private MessageEnd _end;
    private UsageDetails? _usage;
    private JsonElement? _rawUsage;
    private bool _isRefused;
    private AdditionalPropertiesDictionary? _endExtras;
    private AdditionalPropertiesDictionary? _usageExtras;

    public AnswerLosses Losses => blocks.Losses;

    public void Write(ChatResponseUpdate update)
    {
        _rawUsage = blocks.RawUsage(update.AdditionalProperties) ?? _rawUsage;
        if (!_begun)
        {
            Begin(update);
        }

        blocks.Losses.NameMembers(update.AdditionalProperties);
        foreach (var content in update.Contents)
        {
            blocks.Losses.NameMarks(content);
            if (blocks.SignatureOf(content) is { } signature)
            {
                Write(signature);
            }

            Write(content);
        }

        if (update.FinishReason is { } finish)
        {
            _finish = finish;
            _end = MessageEnd.Of(update.AdditionalProperties);
            _endExtras = update.AdditionalProperties;
        }
    }

    public void Complete()
    {
        CloseBlock();
        var json = _blocks.Start("message_delta");
        json.WriteStartObject("delta");
        MessageMembers.WriteEnd(json, _endExtras);
        (_end with { IsRefused = _isRefused }).Write(json, _finish, _hasCalls);
        json.WriteEndObject();
        MessageMembers.WriteBesideEnd(json, _endExtras);
        MessagesUsageWriter.Write(json, _usage, _rawUsage, ServiceTiers.Read(_usageExtras));
        _blocks.End(json);
        _blocks.End(_blocks.Start("message_stop"));
    }

    public bool Fail(ApiFault fault, string requestId)
    {
        if (fault.IsRefusal)
        {
            if (!_begun)
            {
                Begin(new());
            }

            _finish = ChatFinishReason.ContentFilter;
            Complete();
            return true;
        }

        events.WriteFault(WireFormat.Anthropic, fault, requestId);
        return false;
    }

    private void Begin(ChatResponseUpdate update)
    {
        _begun = true;
        var json = _blocks.Start("message_start");
        json.WriteStartObject("message");
        json.WriteString("id", MessagesNames.IdOf(update.ResponseId, context));
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", ChatNames.ModelOf(update.ModelId, context));
        json.WriteStartArray("content");
        json.WriteEndArray();
        json.WriteNull("stop_reason");
        json.WriteNull("stop_sequence");
        MessageMembers.Write(json, update.AdditionalProperties);
        MessagesUsageWriter.Write(json, FirstUsage(), _rawUsage);
        json.WriteEndObject();
        _blocks.End(json);
        _blocks.End(_blocks.Start("ping"));
    }

    /// <summary>What a provider of the protocol counted, or an estimate: clients watch how full the context is.</summary>
    private TokenUsage FirstUsage()
    {
        if (_rawUsage is not { } raw)
        {
            return new() { InputTokens = context.Needs.InputTokens };
        }

        var (read, written) = (
            Count("cache_read_input_tokens"),
            Count("cache_creation_input_tokens")
        );
        return new()
        {
            InputTokens = Count("input_tokens") + read + written,
            CacheReadTokens = read,
            CacheWriteTokens = written,
            OutputTokens = Count("output_tokens"),
        };

        long Count(string name) =>
            raw.TryGetProperty(name, out var count) && count.TryGetInt64(out var number)
                ? number
                : 0;
    }

    private void Write(AIContent content)
    {
        switch (content)
        {
            case UsageContent usage:
                _usage = usage.Details;
                _usageExtras = usage.AdditionalProperties;
                blocks.NameUsage(usage.Details, usage.AdditionalProperties);
                _rawUsage = blocks.RawUsage(usage.AdditionalProperties) ?? _rawUsage;
                break;
            case TextReasoningContent reasoning when !blocks.Shows(reasoning):
                break;
            case TextReasoningContent reasoning when blocks.IsRedacted(reasoning):
                CloseBlock();
                _blocks.Whole("redacted_thinking", "data", reasoning.ProtectedData ?? "");
                break;
            case TextReasoningContent reasoning:
                Reason(reasoning);
                break;
            case TextContent text:
                Say(text, text.Text);
                break;
            case FunctionCallContent call:
                CloseBlock();
                _hasCalls = true;
                _blocks.Call(call, blocks);
                break;
            default:
                Other(content);
                break;
        }
    }

    private void Other(AIContent content)
    {
        if (blocks.Own(content) is { } own)
        {
            CloseBlock();
            _blocks.Own(own);
        }
        else if (MessagesBlocks.WordsOf(content) is { } words)
        {
            _isRefused |= AnswerParts.RefusalOf(content) is not null;
            Say(content, words);
        }

        blocks.NameUnlessShown(content);
    }

    private void Say(AIContent content, string text)
    {
        if (blocks.Add(content, text))
        {
            CloseBlock();
        }

        if (text.Length > 0)
        {
            Open(Text);
            _blocks.Delta("text_delta", Text, text);
        }

        foreach (var citation in blocks.Citations(content))
        {
            Open(Text);
            _blocks.Citation(citation);
        }
    }

    private void Reason(TextReasoningContent reasoning)
    {
        if (CallSignature.IsOne(reasoning))
        {
            CloseBlock();
        }

        Open(Thinking);
        _unsigned = reasoning;
        if (reasoning.Text.Length > 0)
        {
            _blocks.Delta("thinking_delta", Thinking, reasoning.Text);
        }

        if (!string.IsNullOrEmpty(reasoning.ProtectedData))
        {
            CloseBlock();
        }
    }

    private void Open(string block)
    {
        if (_blocks.OpenType != block)
        {
            CloseBlock();
            _blocks.Open(block);
        }
    }

    /// <summary>Thinking is signed at its end.</summary>
    private void CloseBlock()
    {
        if (_unsigned is { } thought && _blocks.OpenType == Thinking)
        {
            _blocks.Delta("signature_delta", "signature", blocks.Signature(thought));
        }

        _unsigned = null;
        _blocks.Close();
    }
}
