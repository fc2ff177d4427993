using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Writes the events of the blocks of a streamed message, one block after the other.</summary>
internal sealed class MessagesBlockEvents(EventWriter events)
{
    private const string Input = "input";

    private int _index;

    /// <summary>Gets the type of the open block; null if none is open.</summary>
    public string? OpenType { get; private set; }

    public void Open(string type)
    {
        OpenType = type;
        var json = StartBlock(type);
        json.WriteString(type, "");
        if (type == "thinking")
        {
            json.WriteString("signature", "");
        }

        EndBlock(json);
    }

    public void Delta(string type, string name, string text)
    {
        var json = StartDelta(type);
        json.WriteString(name, text);
        EndBlock(json);
    }

    public void Citation(JsonElement citation)
    {
        var json = StartDelta("citations_delta");
        json.WritePropertyName("citation");
        citation.WriteTo(json);
        EndBlock(json);
    }

    public void Call(FunctionCallContent call, MessagesBlocks blocks)
    {
        OpenType = "tool_use";
        var json = StartBlock(OpenType);
        json.WriteString("id", call.CallId);
        json.WriteString("name", call.Name);
        json.WriteStartObject(Input);
        json.WriteEndObject();
        blocks.WriteCallFields(json, call);
        EndBlock(json);
        Delta("input_json_delta", "partial_json", MessagesBlocks.Input(call));
        Close();
    }

    /// <summary>A block that a provider of the protocol wrote; what it gave a tool of its own comes as a delta.</summary>
    public void Own(JsonElement block)
    {
        OpenType = Input;
        var json = Start("content_block_start");
        json.WriteNumber("index", _index);
        json.WriteStartObject("content_block");
        JsonElement? input = null;
        foreach (var member in block.EnumerateObject())
        {
            if (member.NameEquals(Input) && member.Value.ValueKind is JsonValueKind.Object)
            {
                input = member.Value;
                json.WriteStartObject(Input);
                json.WriteEndObject();
            }
            else
            {
                member.WriteTo(json);
            }
        }

        EndBlock(json);
        if (input is { } given)
        {
            Delta("input_json_delta", "partial_json", given.GetRawText());
        }

        Close();
    }

    /// <summary>A block that is whole when it begins.</summary>
    public void Whole(string type, string name, string value)
    {
        OpenType = type;
        var json = StartBlock(type);
        json.WriteString(name, value);
        EndBlock(json);
        Close();
    }

    public void Close()
    {
        if (OpenType is null)
        {
            return;
        }

        OpenType = null;
        var json = Start("content_block_stop");
        json.WriteNumber("index", _index++);
        End(json);
    }

    public Utf8JsonWriter Start(string type)
    {
        var json = events.Start(type);
        json.WriteStartObject();
        json.WriteString("type", type);
        return json;
    }

    public void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        events.End();
    }

    private Utf8JsonWriter StartBlock(string type)
    {
        var json = Start("content_block_start");
        json.WriteNumber("index", _index);
        json.WriteStartObject("content_block");
        json.WriteString("type", type);
        return json;
    }

    private Utf8JsonWriter StartDelta(string type)
    {
        var json = Start("content_block_delta");
        json.WriteNumber("index", _index);
        json.WriteStartObject("delta");
        json.WriteString("type", type);
        return json;
    }

    private void EndBlock(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        End(json);
    }
}
