using System.Runtime.InteropServices;
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
    private List<ChatMessage>? _messages;
    private string? _target;
    private Range? _model;
    private Range? _outputLimit;
    private bool _streamed;
    private bool _asksForUsage;

    private PlainChatReader(RelayedBody bytes) => _bytes = bytes;

    /// <returns>Null if it is not plain.</returns>
    public static ChatRequest? Read(JsonElement body, RelayedBody bytes)
    {
        var reader = new PlainChatReader(bytes);
        foreach (var member in body.EnumerateObject())
        {
            if (!reader.Take(member))
            {
                return null;
            }
        }

        return reader.Request();
    }

    private readonly ChatRequest? Request()
    {
        if (_messages is not { Count: > 0 } messages || (_asksForUsage && !_streamed))
        {
            return null;
        }

        RelayedRequest
            .Of(_bytes, messages, _options, (_model, _outputLimit, _streamed, _asksForUsage))
            ?.AddTo(_options);
        return new(
            new()
            {
                Model = _target,
                Messages = messages,
                Options = _options,
                Streamed = _streamed,
            },
            _asksForUsage
        );
    }

    private bool Take(JsonProperty member)
    {
        var value = member.Value;
        return value.ValueKind switch
        {
            JsonValueKind.String => member.NameEquals("model"u8) && TakeModel(value),
            JsonValueKind.Array => member.NameEquals("messages"u8) && TakeMessages(value),
            JsonValueKind.Number => TakeNumber(member),
            JsonValueKind.True => (_streamed = true) && member.NameEquals("stream"u8),
            JsonValueKind.False => member.NameEquals("stream"u8),
            JsonValueKind.Object => member.NameEquals("stream_options"u8)
                && TakeStreamOptions(value),
            _ => false,
        };
    }

    private bool TakeModel(JsonElement value)
    {
        _target = value.GetString();
        _model = Place(JsonMarshal.GetRawUtf8Value(value));
        return true;
    }

    private readonly bool TakeSetting(JsonProperty member)
    {
        if (!member.Value.TryGetSingle(out var number) || !float.IsFinite(number))
        {
            return false;
        }

        if (member.NameEquals("temperature"u8))
        {
            _options.Temperature = number;
        }
        else if (member.NameEquals("top_p"u8))
        {
            _options.TopP = number;
        }
        else if (member.NameEquals("frequency_penalty"u8))
        {
            _options.FrequencyPenalty = number;
        }
        else if (member.NameEquals("presence_penalty"u8))
        {
            _options.PresencePenalty = number;
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool TakeNumber(JsonProperty member)
    {
        if (member.NameEquals("max_tokens"u8) || member.NameEquals("max_completion_tokens"u8))
        {
            if (_outputLimit is not null || !member.Value.TryGetInt32(out var limit))
            {
                return false;
            }

            _options.MaxOutputTokens = limit;
            _outputLimit = Place(JsonMarshal.GetRawUtf8PropertyName(member));
            return true;
        }

        if (member.NameEquals("top_k"u8))
        {
            var read = member.Value.TryGetInt32(out var count);
            _options.TopK = count;
            return read;
        }

        if (member.NameEquals("seed"u8))
        {
            var read = member.Value.TryGetInt64(out var seed);
            _options.Seed = seed;
            return read;
        }

        return TakeSetting(member);
    }

    /// <summary>Usage is asked for in any case, so that only options that say so themselves can stay as they are.</summary>
    private bool TakeStreamOptions(JsonElement options)
    {
        foreach (var option in options.EnumerateObject())
        {
            if (
                !option.NameEquals("include_usage"u8)
                || option.Value.ValueKind is not JsonValueKind.True
            )
            {
                return false;
            }

            _asksForUsage = true;
        }

        return _asksForUsage;
    }

    private bool TakeMessages(JsonElement messages)
    {
        _messages = new(messages.GetArrayLength());
        foreach (var message in messages.EnumerateArray())
        {
            if (Message(message) is not { } read)
            {
                return false;
            }

            _messages.Add(read);
        }

        return true;
    }

    private static ChatMessage? Message(JsonElement message)
    {
        if (message.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        ChatRole? role = null;
        string? text = null;
        foreach (var member in message.EnumerateObject())
        {
            if (member.Value.ValueKind is not JsonValueKind.String)
            {
                return null;
            }

            if (member.NameEquals("content"u8))
            {
                text = member.Value.GetString();
            }
            else if (!member.NameEquals("role"u8) || (role = Role(member.Value)) is null)
            {
                return null;
            }
        }

        return role is { } known && text is not null ? new(known, [new TextContent(text)]) : null;
    }

    /// <summary>Null for roles whose messages hold more than a text, or are called otherwise elsewhere.</summary>
    private static ChatRole? Role(JsonElement role) =>
        role.ValueEquals("user"u8) ? ChatRole.User
        : role.ValueEquals("assistant"u8) ? ChatRole.Assistant
        : role.ValueEquals("system"u8) ? ChatRole.System
        : null;

    private readonly Range? Place(ReadOnlySpan<byte> part) =>
        _bytes.Bytes.Span.Overlaps(part, out var at) ? at..(at + part.Length) : null;
}
