using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Relay;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>
/// Reads the plain requests, a conversation of texts and the settings that mean the same everywhere, in one pass, and offers their own bytes to a connector
/// that speaks the protocol. Anything else, and anything wrong, is for the reader of everything.
/// </summary>
internal ref struct PlainChatReader
{
    private readonly RelayedBody _bytes;
    private readonly ChatOptions _options = new();
    private readonly List<ChatMessage> _messages = [];
    private Utf8JsonReader _json;
    private PlainChatMember _seen;
    private string? _target;
    private Range? _model;
    private Range? _outputLimit;
    private bool _streamed;
    private bool _asksForUsage;

    private PlainChatReader(RelayedBody bytes)
    {
        _bytes = bytes;
        _json = new(bytes.Bytes.Span);
    }

    /// <returns>Null if it is not plain.</returns>
    public static ChatRequest? Read(RelayedBody bytes)
    {
        var reader = new PlainChatReader(bytes);
        try
        {
            return reader.ReadRoot() ? reader.Request() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or none that can be a text: the other reader says where.
            return null;
        }
    }

    private readonly ChatRequest? Request()
    {
        if (_messages.Count == 0 || (_asksForUsage && !_streamed))
        {
            return null;
        }

        RelayedRequest
            .Of(_bytes, _messages, _options, (_model, _outputLimit, _streamed, _asksForUsage))
            ?.AddTo(_options);
        return new(
            new()
            {
                Model = _target,
                Messages = _messages,
                Options = _options,
                Streamed = _streamed,
            },
            _asksForUsage
        );
    }

    private bool ReadRoot()
    {
        if (!_json.Read() || _json.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        while (_json.Read() && _json.TokenType is JsonTokenType.PropertyName)
        {
            var member = _json.Named();
            // A name that is there twice is an error.
            if (
                member is PlainChatMember.None
                || (_seen & member) is not PlainChatMember.None
                || !Take(member)
            )
            {
                return false;
            }

            _seen |= member;
        }

        return _json.TokenType is JsonTokenType.EndObject && !_json.Read();
    }

    private bool Take(PlainChatMember member)
    {
        var name = (int)_json.TokenStartIndex + 1;
        var nameEnd = name + _json.ValueSpan.Length;
        _json.Read();
        switch (member)
        {
            case PlainChatMember.Model:
                _model = (int)_json.TokenStartIndex..(int)_json.BytesConsumed;
                return TakeText(out _target);
            case PlainChatMember.Messages:
                return TakeMessages();
            case PlainChatMember.Stream:
                _streamed = _json.TokenType is JsonTokenType.True;
                return _streamed || _json.TokenType is JsonTokenType.False;
            case PlainChatMember.StreamOptions:
                return TakeStreamOptions();
            case PlainChatMember.OutputLimit:
                _outputLimit = name..nameEnd;
                return TakeNumber(member);
            default:
                return TakeNumber(member);
        }
    }

    private bool TakeText(out string? text)
    {
        text = _json.TokenType is JsonTokenType.String ? _json.GetString() : null;
        return text is not null;
    }

    private readonly bool TakeNumber(PlainChatMember member)
    {
        if (_json.TokenType is not JsonTokenType.Number)
        {
            return false;
        }

        switch (member)
        {
            case PlainChatMember.OutputLimit when _json.TryGetInt32(out var limit):
                _options.MaxOutputTokens = limit;
                return true;
            case PlainChatMember.TopK when _json.TryGetInt32(out var count):
                _options.TopK = count;
                return true;
            case PlainChatMember.Seed when _json.TryGetInt64(out var seed):
                _options.Seed = seed;
                return true;
            default:
                return _json.TryGetSingle(out var number)
                    && float.IsFinite(number)
                    && Set(member, number);
        }
    }

    private readonly bool Set(PlainChatMember member, float number)
    {
        switch (member)
        {
            case PlainChatMember.Temperature:
                _options.Temperature = number;
                return true;
            case PlainChatMember.TopP:
                _options.TopP = number;
                return true;
            case PlainChatMember.FrequencyPenalty:
                _options.FrequencyPenalty = number;
                return true;
            case PlainChatMember.PresencePenalty:
                _options.PresencePenalty = number;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Usage is asked for in any case, so that only options that say so themselves can stay as they are.</summary>
    private bool TakeStreamOptions()
    {
        _asksForUsage =
            _json.TokenType is JsonTokenType.StartObject
            && _json.Read()
            && _json.TokenType is JsonTokenType.PropertyName
            && _json.ValueTextEquals("include_usage"u8)
            && _json.Read()
            && _json.TokenType is JsonTokenType.True
            && _json.Read()
            && _json.TokenType is JsonTokenType.EndObject;
        return _asksForUsage;
    }

    private bool TakeMessages()
    {
        if (_json.TokenType is not JsonTokenType.StartArray)
        {
            return false;
        }

        while (_json.Read() && _json.TokenType is JsonTokenType.StartObject)
        {
            if (TakeMessage() is not { } message)
            {
                return false;
            }

            _messages.Add(message);
        }

        return _json.TokenType is JsonTokenType.EndArray;
    }

    private ChatMessage? TakeMessage()
    {
        ChatRole? role = null;
        string? text = null;
        while (_json.Read() && _json.TokenType is JsonTokenType.PropertyName)
        {
            var isContent = _json.ValueTextEquals("content"u8);
            if (!isContent && !_json.ValueTextEquals("role"u8))
            {
                return null;
            }

            _json.Read();
            if (isContent ? text is not null || !TakeText(out text) : !TakeRole(ref role))
            {
                return null;
            }
        }

        return role is { } known && text is not null ? new(known, [new TextContent(text)]) : null;
    }

    /// <summary>Not for roles whose messages hold more than a text, or are called otherwise elsewhere.</summary>
    private readonly bool TakeRole(ref ChatRole? role)
    {
        if (role is not null || _json.TokenType is not JsonTokenType.String)
        {
            return false;
        }

        role =
            _json.ValueTextEquals("user"u8) ? ChatRole.User
            : _json.ValueTextEquals("assistant"u8) ? ChatRole.Assistant
            : _json.ValueTextEquals("system"u8) ? ChatRole.System
            : null;
        return role is not null;
    }
}
