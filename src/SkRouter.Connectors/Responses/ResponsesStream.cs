using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Responses;

/// <summary>Reads the events of a streamed response. Text and thoughts flow; every other item is released when it is whole.</summary>
internal sealed class ResponsesStream(string provider) : IWireStream
{
    private const string BetweenParts = "\n\n";
    private readonly Dictionary<string, int> _done = new(StringComparer.Ordinal);
    private readonly HashSet<string> _spoken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _phases = new(StringComparer.Ordinal);
    private string? _id;
    private string? _model;
    private bool _hasCalls;
    private bool _beginsPart;

    public IEnumerable<ChatResponseUpdate> Read(JsonElement data)
    {
        if (data.Member("response") is { } response)
        {
            _id ??= response.Text("id");
            _model = response.Text("model") ?? _model;
        }
        return data.Text("type") switch
        {
            "response.created" => [Update(data, [])],
            "response.output_item.added" => Added(data),
            "response.content_part.added" when data.Count("content_index") > 0 => NextPart(),
            "response.output_text.delta" => [Update(data, [Text(data)])],
            "response.refusal.delta" => [Update(data, [Refusal(data)])],
            "response.reasoning_summary_part.added" when data.Count("summary_index") > 0 =>
            [
                Update(data, [Thought(data, BetweenParts, isRaw: false)]),
            ],
            "response.reasoning_summary_text.delta" =>
            [
                Update(data, [Thought(data, data.Text("delta"), isRaw: false)]),
            ],
            "response.reasoning_text.delta" =>
            [
                Update(data, [Thought(data, data.Text("delta"), isRaw: true)]),
            ],
            "response.output_item.done" when data.Member("item") is { } item =>
            [
                Update(data, Finished(item)),
            ],
            "response.completed" or "response.incomplete" => [End(data)],
            _ => [],
        };
    }

    /// <summary>An item that was never closed may be torn: it is not released.</summary>
    public IEnumerable<ChatResponseUpdate> Complete() => [];

    private IEnumerable<ChatResponseUpdate> Added(JsonElement data)
    {
        var item = data.Member("item");
        if (item.Text("id") is { } id && item.Text(ResponsesItems.Phase) is { } phase)
        {
            _phases[id] = phase;
        }
        return [];
    }

    /// <summary>A further part of a message is a text of its own.</summary>
    private IEnumerable<ChatResponseUpdate> NextPart()
    {
        _beginsPart = true;
        return [];
    }

    private TextContent Text(JsonElement data)
    {
        var text = new TextContent(data.Text("delta"));
        if (data.Text("item_id") is { } id)
        {
            _spoken.Add(id);
            text.AdditionalProperties = new() { [$"{provider}.{ResponsesItems.Id}"] = id };
            if (_phases.TryGetValue(id, out var phase))
            {
                text.AdditionalProperties[$"{provider}.{ResponsesItems.Phase}"] = phase;
            }
        }
        if (_beginsPart)
        {
            _beginsPart = false;
            (text.AdditionalProperties ??= [])[ProtocolFields.NewText] = true;
        }
        if (data.Items("logprobs").Any())
        {
            AnswerLogprobs.PutList([text], data.Member("logprobs")!.Value);
        }
        return text;
    }

    private ErrorContent Refusal(JsonElement data)
    {
        var refusal = new ErrorContent(data.Text("delta") ?? "") { ErrorCode = "Refusal" };
        if (data.Text("item_id") is { } id)
        {
            _spoken.Add(id);
            refusal.AdditionalProperties = new() { [$"{provider}.{ResponsesItems.Id}"] = id };
        }
        return refusal;
    }

    private TextReasoningContent Thought(JsonElement data, string? text, bool isRaw)
    {
        var id = data.Text("item_id");
        if (id is not null)
        {
            _spoken.Add(id);
        }
        return ResponsesAnswer.Thought(text, id, isRaw, provider);
    }

    private List<AIContent> Finished(JsonElement item)
    {
        var id = item.Text("id") ?? "";
        var type = item.Text("type") ?? "";
        _done[type] = _done.GetValueOrDefault(type) + 1;
        var contents = ResponsesAnswer.Contents(item, provider).ToList();
        _hasCalls |= contents.Exists(static content => content is FunctionCallContent);
        if (!_spoken.Contains(id))
        {
            return contents;
        }
        // What was streamed is not said again; what cites or seals it comes only now.
        return item.Text("encrypted_content") is { } seal ? [Sealing(id, seal)] : Cited(contents);
    }

    /// <summary>Keeps of a text that was streamed what its pieces did not say.</summary>
    private static List<AIContent> Cited(List<AIContent> contents)
    {
        var cited = new List<AIContent>();
        foreach (var text in contents.OfType<TextContent>())
        {
            var rest = text.AdditionalProperties is { } properties
                ? new AdditionalPropertiesDictionary(
                    properties.Where(static property =>
                        property.Key.StartsWith(ProtocolFields.Part, StringComparison.Ordinal)
                    )
                )
                : [];
            if (text.Annotations is not { Count: > 0 } && rest.Count == 0)
            {
                continue;
            }
            foreach (var (key, value) in text.AdditionalProperties ?? [])
            {
                if (key != ProtocolFields.Logprobs)
                {
                    rest[key] = value;
                }
            }
            cited.Add(
                new TextContent("") { Annotations = text.Annotations, AdditionalProperties = rest }
            );
        }
        return cited;
    }

    private TextReasoningContent Sealing(string id, string seal)
    {
        var thought = ResponsesAnswer.Thought("", id, isRaw: false, provider);
        thought.ProtectedData = seal;
        return thought;
    }

    private ChatResponseUpdate End(JsonElement data)
    {
        var response = data.Member("response") ?? data;
        var contents = Missed(response).SelectMany(Finished).ToList();
        var extras = ResponsesAnswer.Extras(response);
        if (ResponsesUsage.Read(response) is { } details)
        {
            contents.Add(
                new UsageContent(details)
                {
                    RawRepresentation = response.Member("usage"),
                    AdditionalProperties = extras,
                }
            );
        }
        var update = Update(data, contents);
        update.FinishReason = ResponsesAnswer.Finish(response, _hasCalls);
        update.AdditionalProperties = extras;
        return update;
    }

    /// <summary>Items that the end lists and the stream never finished. Ids do not tell: some servers give new ones at the end.</summary>
    private List<JsonElement> Missed(JsonElement response)
    {
        var missed = new List<JsonElement>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in response.Items("output"))
        {
            var type = item.Text("type") ?? "";
            seen[type] = seen.GetValueOrDefault(type) + 1;
            if (seen[type] > _done.GetValueOrDefault(type))
            {
                missed.Add(item);
            }
        }
        return missed;
    }

    private ChatResponseUpdate Update(JsonElement data, IList<AIContent> contents) =>
        new(ChatRole.Assistant, contents)
        {
            ResponseId = _id,
            MessageId = _id,
            ModelId = _model,
            RawRepresentation = data,
        };
}
