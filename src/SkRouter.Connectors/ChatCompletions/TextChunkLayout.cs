using System.Text.Json;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>Where the text stands in a chunk that has one piece of text and is otherwise without content. Positions are those between the quotes.</summary>
internal record struct TextChunkLayout
{
    public string? Id;
    public string? Model;
    public DateTimeOffset? Created;
    public bool IsReasoning;

    /// <summary>The reasoning is in the member <c>reasoning</c> and not in <c>reasoning_content</c>.</summary>
    public bool IsShortName;
    public int TextStart;
    public int TextEnd;

    /// <summary>OpenAI fills chunks up with random letters, so that their lengths tell nothing; 0 if there are none.</summary>
    public int PaddingStart;

    public int PaddingEnd;

    /// <summary>Null if it is another kind of chunk.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static TextChunkLayout? Read(ReadOnlySpan<byte> data)
    {
        var layout = new TextChunkLayout();
        var reader = new Utf8JsonReader(data);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (!layout.ReadMember(ref reader))
            {
                return null;
            }
        }

        return reader.TokenType is JsonTokenType.EndObject && layout.TextStart > 0 && !reader.Read()
            ? layout
            : null;
    }

    private bool ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("choices"u8))
        {
            return TextStart == 0 && ReadChoices(ref reader);
        }

        if (reader.ValueTextEquals("id"u8))
        {
            return ReadText(ref reader, out Id);
        }

        if (reader.ValueTextEquals("model"u8))
        {
            return ReadText(ref reader, out Model);
        }

        if (reader.ValueTextEquals("created"u8))
        {
            return reader.Read() && ReadCreated(ref reader);
        }

        if (reader.ValueTextEquals("obfuscation"u8))
        {
            return TextStart > 0
                && reader.Read()
                && reader is { TokenType: JsonTokenType.String, ValueIsEscaped: false }
                && Place(ref reader, out PaddingStart, out PaddingEnd);
        }

        if (reader.ValueTextEquals("object"u8))
        {
            return reader.Read() && reader.ValueTextEquals("chat.completion.chunk"u8);
        }

        var harmless =
            reader.ValueTextEquals("system_fingerprint"u8)
            || reader.ValueTextEquals("service_tier"u8);
        return reader.Read()
            && (
                reader.TokenType is JsonTokenType.Null
                || (harmless && reader.TokenType is JsonTokenType.String)
            );
    }

    /// <summary>One choice and no more.</summary>
    private bool ReadChoices(ref Utf8JsonReader reader)
    {
        if (
            !Opens(ref reader, JsonTokenType.StartArray)
            || !Opens(ref reader, JsonTokenType.StartObject)
        )
        {
            return false;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("delta"u8))
            {
                if (TextStart > 0 || !ReadDelta(ref reader))
                {
                    return false;
                }
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                // Another choice's text is not part of the answer that is read here.
                if (
                    !reader.Read()
                    || reader.TokenType is not JsonTokenType.Number
                    || !reader.ValueSpan.SequenceEqual("0"u8)
                )
                {
                    return false;
                }
            }
            else if (!reader.Read() || reader.TokenType is not JsonTokenType.Null)
            {
                return false;
            }
        }

        return reader.TokenType is JsonTokenType.EndObject
            && reader.Read()
            && reader.TokenType is JsonTokenType.EndArray;
    }

    private bool ReadDelta(ref Utf8JsonReader reader)
    {
        if (!Opens(ref reader, JsonTokenType.StartObject))
        {
            return false;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isText = reader.ValueTextEquals("content"u8);
            var isShortName = reader.ValueTextEquals("reasoning"u8);
            var isReasoning = isShortName || reader.ValueTextEquals("reasoning_content"u8);
            var isRole = reader.ValueTextEquals("role"u8);
            reader.Read();
            if (
                reader.TokenType is JsonTokenType.Null
                || (isRole && reader.TokenType is JsonTokenType.String)
            )
            {
                continue;
            }

            if (
                !(isText || isReasoning)
                || reader.TokenType is not JsonTokenType.String
                || TextStart > 0
            )
            {
                return false;
            }

            IsReasoning = isReasoning;
            IsShortName = isShortName;
            Place(ref reader, out TextStart, out TextEnd);
        }

        return reader.TokenType is JsonTokenType.EndObject;
    }

    private static bool Opens(ref Utf8JsonReader reader, JsonTokenType token) =>
        reader.Read() && reader.TokenType == token;

    private static bool ReadText(ref Utf8JsonReader reader, out string? text)
    {
        text = null;
        if (!reader.Read() || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
        {
            return false;
        }

        try
        {
            text = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is for the other reader.
            return false;
        }
    }

    private bool ReadCreated(ref Utf8JsonReader reader)
    {
        if (
            reader.TokenType is not JsonTokenType.Number
            || !reader.TryGetInt64(out var seconds)
            || seconds is < 0 or > 100_000_000_000
        )
        {
            return false;
        }

        Created = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    private static bool Place(ref Utf8JsonReader reader, out int start, out int end)
    {
        start = (int)reader.TokenStartIndex + 1;
        end = (int)reader.BytesConsumed - 1;
        return true;
    }
}
