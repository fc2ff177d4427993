using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Anthropic;

/// <summary>Reads the events of a streamed message. Text and thinking flow; every other block is released when it is whole.</summary>
internal sealed class AnthropicStream(string provider) : IWireStream
{
    private readonly Dictionary<long, AnthropicStreamBlock> _open = [];
    private JsonElement? _firstUsage;
    private string? _id;
    private string? _model;
    private bool _lastIsText;

    public IEnumerable<ChatResponseUpdate> Read(JsonElement data)
    {
        var index = data.Count("index") ?? 0;
        switch (data.Text("type"))
        {
            case "message_start":
                var message = data.Member("message");
                _id = message.Text("id");
                _model = message.Text("model");
                _firstUsage = message.Member("usage");
                yield return Update(
                    data,
                    extras: AnthropicAnswer.WithRest(
                        AnthropicAnswer.Extras(_firstUsage, null),
                        message
                    )
                );
                break;
            case "content_block_start" when data.Member("content_block") is { } start:
                _open[index] = new AnthropicStreamBlock(start);
                if (_lastIsText && start.Text("type") is "text")
                {
                    yield return Update(data, [NewText()]);
                }
                _lastIsText = start.Text("type") is "text";
                break;
            case "content_block_delta" when data.Member("delta") is { } delta:
                if (_open.GetValueOrDefault(index)?.Add(delta, provider) is { } content)
                {
                    yield return Update(data, [content]);
                }
                break;
            case "content_block_stop" when _open.Remove(index, out var block):
                var finished = block.Finish(provider).ToList();
                if (finished.Count > 0)
                {
                    yield return Update(data, finished);
                }
                break;
            case "message_delta":
                yield return End(data);
                break;
            default:
                break;
        }
    }

    /// <summary>A block that was never closed may be torn: it is not released.</summary>
    public IEnumerable<ChatResponseUpdate> Complete() => [];

    /// <summary>Two texts in a row are two: each has its own citations.</summary>
    private static TextContent NewText() =>
        new("") { AdditionalProperties = new() { [ProtocolFields.NewText] = true } };

    private ChatResponseUpdate End(JsonElement data)
    {
        var usage = data.Member("usage");
        var reason = data.Member("delta").Text("stop_reason");
        var extras = AnthropicAnswer.Extras(
            usage,
            reason,
            _firstUsage,
            data.Member("delta").Text("stop_sequence")
        );
        extras = AnthropicAnswer.WithRest(extras, data);
        extras = AnthropicAnswer.WithRest(extras, data.Member("delta"));
        var contents = new List<AIContent>();
        if (AnthropicUsage.Read(usage, _firstUsage) is { } details)
        {
            contents.Add(
                new UsageContent(details)
                {
                    RawRepresentation = usage ?? _firstUsage,
                    AdditionalProperties = extras,
                }
            );
        }
        var update = Update(data, contents, extras);
        update.FinishReason = AnthropicAnswer.Finish(reason);
        return update;
    }

    private ChatResponseUpdate Update(
        JsonElement data,
        IList<AIContent>? contents = null,
        AdditionalPropertiesDictionary? extras = null
    ) =>
        new(ChatRole.Assistant, contents ?? [])
        {
            ResponseId = _id,
            MessageId = _id,
            ModelId = _model,
            RawRepresentation = data,
            AdditionalProperties = extras,
        };
}
