using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Conversion;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Anthropic;

/// <summary>One block of a streamed message while it grows.</summary>
internal sealed class AnthropicStreamBlock(JsonElement start)
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
                    (_grown[member.Name] as JsonValue)?.ToString()
                    + JsonText.Verbatim(member.Value);
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
