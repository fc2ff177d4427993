using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Writes what all chunks of a streamed chat completion have around their content.</summary>
internal sealed class ChatChunks(EventWriter events, ModelInvocationContext context)
{
    private const string ContentMember = "content";

    private static readonly byte[] AfterText = "},\"finish_reason\":null}]}"u8.ToArray();

    private string? _id;
    private string? _model;
    private bool _saidRole;
    private byte[]? _beforeText;

    /// <summary>Takes the id and the model from the first piece that has them.</summary>
    public void Name(ChatResponseUpdate update)
    {
        _id ??= ChatNames.IdOf(update.ResponseId, context);
        _model ??= ChatNames.ModelOf(update.ModelId, context);
    }

    /// <summary>Most chunks are these, and differ in the text only: what stands around it is written once.</summary>
    public void Text(string text)
    {
        if (!_saidRole)
        {
            Delta(ContentMember, text);
            return;
        }

        _beforeText ??= BeforeText();
        events.Write(_beforeText, text, AfterText);
    }

    private byte[] BeforeText()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, ApiJson.Options))
        {
            WriteHead(json);
            json.WriteStartArray("choices");
            json.WriteStartObject();
            json.WriteNumber("index", 0);
            json.WriteStartObject("delta");
            json.WritePropertyName(ContentMember);
            json.WriteNullValue();
        }

        // Up to where the text stands in place of the null.
        return bytes.WrittenSpan[..^"null".Length].ToArray();
    }

    public void Delta(string name, string text)
    {
        var json = OpenDelta();
        json.WriteString(name, text);
        json.WriteEndObject();
        Close(json, finish: null);
    }

    public Utf8JsonWriter OpenDelta()
    {
        var json = Open();
        json.WriteStartObject("delta");
        if (!_saidRole)
        {
            _saidRole = true;
            json.WriteString("role", "assistant");
        }

        return json;
    }

    public Utf8JsonWriter Open()
    {
        var json = Head();
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        return json;
    }

    /// <summary>Ends a chunk whose change is still open.</summary>
    public void CloseDelta(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        Close(json, finish: null);
    }

    public void Close(Utf8JsonWriter json, string? finish)
    {
        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        events.End();
    }

    public Utf8JsonWriter Head()
    {
        var json = events.Start();
        WriteHead(json);
        return json;
    }

    private void WriteHead(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", _id);
        json.WriteString("object", "chat.completion.chunk");
        json.WriteNumber("created", context.StartedAt.ToUnixTimeSeconds());
        json.WriteString("model", _model);
    }
}
