using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Relay;

/// <summary>The usage that OpenAI reports, and nothing that others add to it: what they add may be money.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct PlainChatUsage
{
    private const long MostCredible = 1_000_000_000_000;

    private long? _input;
    private long? _output;
    private long? _total;
    private long? _cached;
    private long? _reasoning;
    private long? _audioIn;
    private long? _audioOut;

    public readonly UsageDetails Details() =>
        new()
        {
            InputTokenCount = _input,
            OutputTokenCount = _output,
            TotalTokenCount = _total,
            CachedInputTokenCount = _cached,
            ReasoningTokenCount = _reasoning,
            InputAudioTokenCount = _audioIn,
            OutputAudioTokenCount = _audioOut,
        };

    /// <summary>Reads from after the brace that opens the object to the one that closes it.</summary>
    /// <returns>False if there is a member that is not known here.</returns>
    public bool Read(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            var known =
                json.ValueTextEquals("prompt_tokens"u8) ? Count(ref json, out _input)
                : json.ValueTextEquals("completion_tokens"u8) ? Count(ref json, out _output)
                : json.ValueTextEquals("total_tokens"u8) ? Count(ref json, out _total)
                : json.ValueTextEquals("prompt_tokens_details"u8)
                    ? Details(ref json, "cached_tokens"u8, ref _cached, ref _audioIn)
                : json.ValueTextEquals("completion_tokens_details"u8)
                    && Details(ref json, "reasoning_tokens"u8, ref _reasoning, ref _audioOut);
            if (!known)
            {
                return false;
            }
        }

        // xAI counts reasoning beside the completion: that is for the other reader to see.
        return json.TokenType is JsonTokenType.EndObject
            && _input is not null
            && _output is not null
            && _total is not null
            && !(_reasoning > 0 && _total == _input + _output + _reasoning);
    }

    private static bool Details(
        ref Utf8JsonReader json,
        ReadOnlySpan<byte> main,
        ref long? count,
        ref long? audio
    )
    {
        if (!json.Read() || json.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            long? other = null;
            var read =
                json.ValueTextEquals(main) ? Count(ref json, out count)
                : json.ValueTextEquals("audio_tokens"u8) ? Count(ref json, out audio)
                : Count(ref json, out other);
            // Something else that was counted may have a price.
            if (!read || other > 0)
            {
                return false;
            }
        }

        return json.TokenType is JsonTokenType.EndObject;
    }

    private static bool Count(ref Utf8JsonReader json, out long? count)
    {
        count = null;
        json.Read();
        if (json.TokenType is JsonTokenType.Null)
        {
            return true;
        }

        if (
            json.TokenType is not JsonTokenType.Number
            || !json.TryGetInt64(out var number)
            || number is < 0 or > MostCredible
        )
        {
            return false;
        }

        count = number;
        return true;
    }
}
