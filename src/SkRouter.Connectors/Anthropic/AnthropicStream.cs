using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Anthropic;

/// <summary>Reads the events of a streamed message. Text and thinking flow; every other block is released when it is whole.</summary>
internal sealed class AnthropicStream(string provider) : IWireStream
{
    private readonly Dictionary<long, Block> _open = [];
    private JsonElement? _firstUsage;
    private string? _id;
    private string? _model;

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
                yield return Update(data, extras: AnthropicAnswer.Extras(_firstUsage, null));
                break;
            case "content_block_start" when data.Member("content_block") is { } start:
                _open[index] = new Block(start);
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

    private ChatResponseUpdate End(JsonElement data)
    {
        var usage = data.Member("usage");
        var reason = data.Member("delta").Text("stop_reason");
        var extras = AnthropicAnswer.Extras(usage ?? _firstUsage, reason);
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

    private sealed class Block(JsonElement start)
    {
        private readonly JsonObject _grown = WireJson.Node(start) as JsonObject ?? [];
        private readonly StringBuilder _input = new();
        private readonly StringBuilder _signature = new();

        public AIContent? Add(JsonElement delta, string provider)
        {
            switch (delta.Text("type"))
            {
                case "text_delta":
                    return new TextContent(delta.Text("text"));
                case "thinking_delta":
                    return new TextReasoningContent(delta.Text("thinking")).Mark(provider);
                case "signature_delta":
                    _signature.Append(delta.Text("signature"));
                    return null;
                case "input_json_delta":
                    _input.Append(delta.Text("partial_json"));
                    return null;
                case "citations_delta" when delta.Member("citation") is { } citation:
                    return new TextContent("") { Annotations = Citations.Read([citation]) };
                default:
                    Grow(delta);
                    return null;
            }
        }

        public IEnumerable<AIContent> Finish(string provider) =>
            start.Text("type") switch
            {
                "text" => [],
                "thinking" => [Signature(provider)],
                "tool_use" => [AnthropicAnswer.Call(start, Input(), provider)],
                "server_tool_use" or "mcp_tool_use" => [ServerCall(provider)],
                _ => AnthropicAnswer.Contents(JsonElement.Parse(WireJson.Write(_grown)), provider),
            };

        /// <summary>Blocks of kinds to come: a delta names the members that it lengthens.</summary>
        private void Grow(JsonElement delta)
        {
            foreach (var member in delta.EnumerateObject())
            {
                if (member.Name is not "type" && member.Value.ValueKind == JsonValueKind.String)
                {
                    _grown[member.Name] =
                        (_grown[member.Name] as JsonValue)?.ToString() + member.Value.GetString();
                }
            }
        }

        private TextReasoningContent Signature(string provider) =>
            new TextReasoningContent("") { ProtectedData = _signature.ToString() }.Mark(provider);

        private string? Input() =>
            _input.Length > 0 ? _input.ToString() : start.Member("input")?.GetRawText();

        private ProviderContent ServerCall(string provider)
        {
            var block = _grown.DeepClone().AsObject();
            var call = WireJson.Call("", "", Input());
            block["input"] = WireJson.Arguments(call);
            return new ProviderContent(provider, JsonElement.Parse(WireJson.Write(block)));
        }
    }
}
