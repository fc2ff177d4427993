using System.Text.Json;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Writes events of a streamed response, numbered from 0, about the item that is open.</summary>
internal sealed class ResponsesEvents(EventWriter events)
{
    private int _number;

    /// <summary>Gets or sets the place of the open item in the output.</summary>
    public int OutputIndex { get; set; }

    /// <summary>An event about the whole response.</summary>
    public void Response(string type, Action<Utf8JsonWriter> write)
    {
        var json = Start(type);
        json.WritePropertyName("response");
        write(json);
        End(json);
    }

    /// <summary>An event that shows the open item.</summary>
    public void Item(string type, Action<Utf8JsonWriter> write)
    {
        var json = Start(type);
        json.WriteNumber("output_index", OutputIndex);
        json.WritePropertyName("item");
        write(json);
        End(json);
    }

    public void Part(
        string type,
        string itemId,
        Action<Utf8JsonWriter> write,
        string indexName = "content_index",
        int index = 0
    )
    {
        var json = StartOf(type, itemId, indexName, index);
        json.WritePropertyName("part");
        write(json);
        End(json);
    }

    public void Delta(
        string type,
        string itemId,
        string? indexName,
        string text,
        int index = 0,
        IReadOnlyList<JsonElement>? logprobs = null
    ) => Text(type, itemId, indexName, "delta", text, index, logprobs);

    public void Text(
        string type,
        string itemId,
        string? indexName,
        string member,
        string text,
        int index = 0,
        IReadOnlyList<JsonElement>? logprobs = null,
        string? name = null
    )
    {
        var json = StartOf(type, itemId, indexName, index);
        json.WriteString(member, text);
        if (name is not null)
        {
            json.WriteString("name", name);
        }

        if (logprobs is not null)
        {
            json.WriteStartArray("logprobs");
            foreach (var token in logprobs)
            {
                token.WriteTo(json);
            }

            json.WriteEndArray();
        }

        End(json);
    }

    public void Step(string type, string itemId) => End(StartOf(type, itemId, null, 0));

    public void Annotation(string itemId, int index, Action<Utf8JsonWriter> write)
    {
        var json = StartOf("response.output_text.annotation.added", itemId, "content_index", 0);
        json.WriteNumber("annotation_index", index);
        json.WritePropertyName("annotation");
        write(json);
        End(json);
    }

    private Utf8JsonWriter StartOf(string type, string itemId, string? indexName, int index)
    {
        var json = Start(type);
        json.WriteString("item_id", itemId);
        json.WriteNumber("output_index", OutputIndex);
        if (indexName is not null)
        {
            json.WriteNumber(indexName, index);
        }

        return json;
    }

    private Utf8JsonWriter Start(string type)
    {
        var json = events.Start(type);
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteNumber("sequence_number", _number++);
        return json;
    }

    private void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        events.End();
    }
}
