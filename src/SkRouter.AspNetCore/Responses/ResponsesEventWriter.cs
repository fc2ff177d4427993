using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Writes the pieces of one streamed answer as the events of the Responses API.</summary>
internal sealed class ResponsesEventWriter : IStreamedAnswer
{
    private readonly ResponsesEvents _events;
    private readonly ResponseShape _shape;
    private readonly ModelInvocationContext _context;
    private readonly ResponsesRequest _request;
    private ResponseItems? _items;
    private ResponseItem? _open;
    private string? _model;
    private ChatFinishReason? _finish;
    private UsageDetails? _usage;

    public ResponsesEventWriter(
        EventWriter events,
        ModelInvocationContext context,
        ResponsesRequest request,
        TimeProvider time
    )
    {
        _events = new(events);
        _shape = new(context, request, time);
        _context = context;
        _request = request;
    }

    public AnswerLosses Losses => _items!.Losses;

    /// <summary>Gets what keeps the response when it is whole.</summary>
    public required Func<ResponseSnapshot, ValueTask> Save { get; init; }

    public void Write(ChatResponseUpdate update)
    {
        if (_items is null)
        {
            Begin(update.ModelId);
        }

        _items!.Losses.NameMembers(update.AdditionalProperties);
        _shape.Add(update.AdditionalProperties);
        foreach (var content in update.Contents)
        {
            if (_items.SignatureOf(content) is { } signature)
            {
                Write(signature);
            }

            Write(content);
        }

        _finish = update.FinishReason ?? _finish;
    }

    public void Complete()
    {
        if (_items is null)
        {
            Begin(model: null);
        }

        var status = ResponseShape.StatusOf(_finish);
        Close(ResponseShape.StatusOf(status, isLast: true));
        _shape.Finish = _finish;
        Whole($"response.{status}", status);
    }

    public ValueTask SaveAsync() =>
        Save(new(_shape, ResponseShape.StatusOf(_finish), _model, _items!.All, _usage));

    public bool Fail(ApiFault fault, string requestId)
    {
        var hasBegun = _items is not null;
        if (!hasBegun)
        {
            Begin(model: null);
        }

        // An item that was not finished has no last event: the end shows how far it came.
        _shape.Fault = fault;
        Whole($"response.{ResponseShape.Failed}", ResponseShape.Failed);
        // Part of an answer must not be taken for the whole by a client that looks for 'error' events only.
        return !hasBegun;
    }

    private void Begin(string? model)
    {
        _model = model;
        _items = ResponsesEndpoint.ItemsOf(_context, _request, isWhole: false);
        Whole("response.created", ResponseShape.InProgress);
        Whole("response.in_progress", ResponseShape.InProgress);
    }

    private void Write(AIContent content)
    {
        if (content is UsageContent usage)
        {
            _usage = usage.Details;
            _items!.NameUsage(usage.Details);
            return;
        }

        if (_items!.Of(content) is not var (item, isNew))
        {
            return;
        }

        if (isNew)
        {
            Close(ResponseItem.Completed);
            _open = item;
            _events.OutputIndex = _items.All.Count - 1;
            _events.Item(
                "response.output_item.added",
                json => item.Write(json, ResponseItem.InProgress)
            );
            item.Open(_events);
        }

        item.Add(content, _events);
    }

    private void Close(string status)
    {
        if (_open is not { } item)
        {
            return;
        }

        item.Close(_events);
        _events.Item("response.output_item.done", json => item.Write(json, status));
        _open = null;
    }

    private void Whole(string type, string status) =>
        _events.Response(type, json => _shape.Write(json, status, _model, _items!.All, _usage));
}
