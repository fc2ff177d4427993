using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Relay;

namespace SkRouter.Connectors.Relay;

/// <summary>
/// Reads an answer of one choice that holds a text and nothing else in one pass, and keeps its bytes for a client of the same protocol. Whatever is not
/// exactly that, and as OpenAI writes it, is left to the reader of everything.
/// </summary>
internal ref struct PlainChatAnswer
{
    private Utf8JsonReader _json;
    private string? _id;
    private string? _model;
    private string? _text;
    private string? _tier;
    private ChatFinishReason? _finish;
    private long? _created;
    private Range _modelAt;
    private int _usageEnd;
    private bool _isCompletion;
    private bool _hasIndex;
    private bool _hasRole;
    private PlainChatUsage _usage;

    /// <returns>Null if there is more to it.</returns>
    public static ChatResponse? Read(ReadOnlyMemory<byte> body)
    {
        var answer = new PlainChatAnswer { _json = new(body.Span) };
        try
        {
            return answer.ReadRoot() ? answer.Response(body) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or none that can be a text: the other reader says what is wrong with it.
            return null;
        }
    }

    private readonly ChatResponse? Response(ReadOnlyMemory<byte> body)
    {
        if (
            _text is not { Length: > 0 } text
            || string.IsNullOrEmpty(_id)
            || _model is null
            || _created is not { } created
            || !(_isCompletion && _hasIndex && _hasRole)
            || _finish is not { } finish
            || _usageEnd == 0
        )
        {
            return null;
        }

        var usage = _usage.Details();
        return new(new ChatMessage(ChatRole.Assistant, [new TextContent(text)]) { MessageId = _id })
        {
            ResponseId = _id,
            ModelId = _model,
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(created),
            FinishReason = finish,
            Usage = usage,
            RawRepresentation = new RelayedAnswer(body, _modelAt, _usageEnd, text, usage, finish),
            AdditionalProperties = _tier is null
                ? null
                : new() { [ProviderFields.ServiceTier] = _tier },
        };
    }

    private bool ReadRoot()
    {
        if (!_json.Read() || _json.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        while (_json.Read() && _json.TokenType is JsonTokenType.PropertyName)
        {
            if (!ReadMember())
            {
                return false;
            }
        }

        return _json.TokenType is JsonTokenType.EndObject && !_json.Read();
    }

    private bool ReadMember()
    {
        if (_json.ValueTextEquals("choices"u8))
        {
            return _text is null && ReadChoices();
        }

        if (_json.ValueTextEquals("usage"u8))
        {
            return _usageEnd == 0 && ReadUsage();
        }

        if (_json.ValueTextEquals("id"u8))
        {
            return ReadString(out _id);
        }

        if (_json.ValueTextEquals("model"u8))
        {
            if (_model is not null || !ReadString(out _model))
            {
                return false;
            }

            _modelAt = (int)_json.TokenStartIndex..(int)_json.BytesConsumed;
            return true;
        }

        if (_json.ValueTextEquals("created"u8))
        {
            _json.Read();
            if (_json.TokenType is not JsonTokenType.Number || !_json.TryGetInt64(out var seconds))
            {
                return false;
            }

            _created = seconds;
            return seconds is >= 0 and <= 253_402_300_799;
        }

        if (_json.ValueTextEquals("object"u8))
        {
            _json.Read();
            return _isCompletion =
                _json.TokenType is JsonTokenType.String
                && _json.ValueTextEquals("chat.completion"u8);
        }

        if (_json.ValueTextEquals("service_tier"u8))
        {
            _json.Read();
            // The standard tier, which most answers name, changes nothing.
            _tier =
                _json.TokenType is JsonTokenType.String && !_json.ValueTextEquals("default"u8)
                    ? _json.GetString()
                    : null;
            return _json.TokenType is JsonTokenType.String or JsonTokenType.Null;
        }

        // Who served it, and that it failed, is for the other reader.
        if (_json.ValueTextEquals("provider"u8) || _json.ValueTextEquals("error"u8))
        {
            return false;
        }

        _json.Skip();
        return true;
    }

    private bool ReadString(out string? text)
    {
        _json.Read();
        text = _json.TokenType is JsonTokenType.String ? _json.GetString() : null;
        return text is not null;
    }

    private bool ReadChoices()
    {
        if (
            !_json.Read()
            || _json.TokenType is not JsonTokenType.StartArray
            || !_json.Read()
            || _json.TokenType is not JsonTokenType.StartObject
        )
        {
            return false;
        }

        while (_json.Read() && _json.TokenType is JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("message"u8))
            {
                if (!ReadMessage())
                {
                    return false;
                }
            }
            else if (_json.ValueTextEquals("finish_reason"u8))
            {
                if (!ReadFinish())
                {
                    return false;
                }
            }
            else if (
                _json.ValueTextEquals("native_finish_reason"u8) || _json.ValueTextEquals("error"u8)
            )
            {
                return false;
            }
            else if (_json.ValueTextEquals("index"u8))
            {
                _json.Read();
                _hasIndex = _json.TokenType is JsonTokenType.Number;
            }
            else
            {
                _json.Skip();
            }
        }

        // One choice and no more.
        return _json.Read() && _json.TokenType is JsonTokenType.EndArray;
    }

    private bool ReadFinish()
    {
        _json.Read();
        _finish =
            _json.TokenType is not JsonTokenType.String ? null
            : _json.ValueTextEquals("stop"u8) ? ChatFinishReason.Stop
            : _json.ValueTextEquals("length"u8) ? ChatFinishReason.Length
            : null;
        return _finish is not null;
    }

    private bool ReadMessage()
    {
        if (!_json.Read() || _json.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        while (_json.Read() && _json.TokenType is JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("content"u8))
            {
                if (_text is not null || !ReadString(out _text))
                {
                    return false;
                }
            }
            else if (_json.ValueTextEquals("role"u8))
            {
                _json.Read();
                _hasRole =
                    _json.TokenType is JsonTokenType.String && _json.ValueTextEquals("assistant"u8);
            }
            else if (!ReadNothing())
            {
                return false;
            }
        }

        return _json.TokenType is JsonTokenType.EndObject;
    }

    /// <summary>A member that says that something is not there: null, or an empty list.</summary>
    private bool ReadNothing()
    {
        _json.Read();
        return _json.TokenType is JsonTokenType.Null
            || _json.TokenType is JsonTokenType.StartArray
                && _json.Read()
                && _json.TokenType is JsonTokenType.EndArray;
    }

    private bool ReadUsage()
    {
        if (!_json.Read() || _json.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        var read = _usage.Read(ref _json);
        _usageEnd = (int)_json.TokenStartIndex;
        return read;
    }
}
