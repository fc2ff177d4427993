using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Writes the pieces of one streamed answer as the events of the Responses API, numbered from 0.</summary>
internal sealed class ResponsesEventWriter : IStreamedAnswer
{
    private readonly EventWriter _events;
    private readonly ResponseShape _shape;
    private readonly ResponseItems _items;
    private ResponseItem? _open;
    private string? _model;
    private bool _begun;
    private int _number;
    private ChatFinishReason? _finish;
    private UsageDetails? _usage;

    public ResponsesEventWriter(EventWriter events, ModelInvocationContext context)
    {
        _events = events;
        _shape = new(context);
        _items = new(_shape);
    }

    public void Write(ChatResponseUpdate update)
    {
        if (!_begun)
        {
            _begun = true;
            _model = update.ModelId;
            Whole("response.created", "in_progress");
            Whole("response.in_progress", "in_progress");
        }

        foreach (var content in update.Contents)
        {
            Write(content);
        }

        _finish = update.FinishReason ?? _finish;
    }

    public void Complete()
    {
        Close();
        var status = ResponseShape.StatusOf(_finish);
        _shape.IncompleteBecause = _finish;
        Whole($"response.{status}", status);
    }

    public void Fail(ApiFault fault, string requestId)
    {
        var json = Start("error");
        json.WriteString("code", fault.Code ?? fault.Type);
        json.WriteString("message", fault.Message);
        json.WriteString("param", fault.Field);
        json.WriteEndObject();
        _events.End();
    }

    private void Write(AIContent content)
    {
        if (content is UsageContent usage)
        {
            _usage = usage.Details;
            return;
        }

        if (_items.Of(content) is not var (item, isNew))
        {
            return;
        }

        if (isNew)
        {
            Close();
            Open(item);
        }

        Grow(item, content);
    }

    private void Open(ResponseItem item)
    {
        _open = item;
        var json = StartOf("response.output_item.added");
        json.WritePropertyName("item");
        item.Write(json, done: false);
        End(json);
        if (item.Kind == ResponseItem.Message)
        {
            Part("response.content_part.added", item, text: "");
        }
        else if (item.Kind == ResponseItem.Reasoning)
        {
            SummaryPart("response.reasoning_summary_part.added", item, text: "");
        }
        else
        {
            Delta("response.function_call_arguments.delta", item, item.Arguments);
        }
    }

    private void Grow(ResponseItem item, AIContent content)
    {
        ResponseItems.Grow(item, content);
        if (ResponseItems.TextOf(content) is not { Length: > 0 } text)
        {
            return;
        }

        Delta(
            item.Kind == ResponseItem.Reasoning ? "response.reasoning_summary_text.delta"
                : item.IsRefusal ? "response.refusal.delta"
                : "response.output_text.delta",
            item,
            text
        );
    }

    private void Close()
    {
        if (_open is not { } item)
        {
            return;
        }

        if (item.Kind == ResponseItem.Message)
        {
            Done(
                item.IsRefusal ? "response.refusal.done" : "response.output_text.done",
                item,
                item.IsRefusal ? "refusal" : "text",
                item.Text
            );
            Part("response.content_part.done", item, item.Text);
        }
        else if (item.Kind == ResponseItem.Reasoning)
        {
            Done("response.reasoning_summary_text.done", item, "text", item.Text);
            SummaryPart("response.reasoning_summary_part.done", item, item.Text);
        }
        else
        {
            Done("response.function_call_arguments.done", item, "arguments", item.Arguments);
        }

        var json = StartOf("response.output_item.done");
        json.WritePropertyName("item");
        item.Write(json);
        End(json);
        _open = null;
    }

    private void Delta(string type, ResponseItem item, string text)
    {
        var json = StartOf(type);
        json.WriteString("item_id", item.Id);
        WriteIndex(json, item);
        json.WriteString("delta", text);
        End(json);
    }

    private void Done(string type, ResponseItem item, string name, string value)
    {
        var json = StartOf(type);
        json.WriteString("item_id", item.Id);
        WriteIndex(json, item);
        json.WriteString(name, value);
        End(json);
    }

    private void Part(string type, ResponseItem item, string text)
    {
        var json = StartOf(type);
        json.WriteString("item_id", item.Id);
        WriteIndex(json, item);
        json.WritePropertyName("part");
        item.WritePart(json, text);
        End(json);
    }

    private void SummaryPart(string type, ResponseItem item, string text)
    {
        var json = StartOf(type);
        json.WriteString("item_id", item.Id);
        WriteIndex(json, item);
        json.WriteStartObject("part");
        json.WriteString("type", "summary_text");
        json.WriteString("text", text);
        json.WriteEndObject();
        End(json);
    }

    private static void WriteIndex(Utf8JsonWriter json, ResponseItem item)
    {
        if (item.Kind == ResponseItem.Message)
        {
            json.WriteNumber("content_index", 0);
        }
        else if (item.Kind == ResponseItem.Reasoning)
        {
            json.WriteNumber("summary_index", 0);
        }
    }

    private void Whole(string type, string status)
    {
        var json = Start(type);
        json.WritePropertyName("response");
        _shape.Write(json, status, _model, WriteItems, _usage);
        End(json);
    }

    private void WriteItems(Utf8JsonWriter json)
    {
        foreach (var item in _items.All)
        {
            item.Write(json);
        }
    }

    /// <summary>An event about the last item.</summary>
    private Utf8JsonWriter StartOf(string type)
    {
        var json = Start(type);
        json.WriteNumber("output_index", _items.All.Count - 1);
        return json;
    }

    private Utf8JsonWriter Start(string type)
    {
        var json = _events.Start(type);
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteNumber("sequence_number", _number++);
        return json;
    }

    private void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        _events.End();
    }
}
