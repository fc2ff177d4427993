using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>Puts the pieces of streamed tool calls together, by index, or by id where a provider gives no index.</summary>
internal sealed class StreamedToolCalls
{
    private readonly List<Call> _calls = [];

    public void Add(JsonElement piece)
    {
        var call = Find(piece.Count("index"), piece.Text("id"));
        var function = piece.Member("function");
        if (piece.Text("id") is { Length: > 0 } id)
        {
            call.Id = id;
        }
        if (function.Text("name") is { Length: > 0 } name)
        {
            call.Name = name;
        }
        if (ChatCompletionsExtras.HasMore(piece))
        {
            call.Pieces.Add(piece);
        }
        call.Arguments.Append(
            function.Text("arguments") ?? function.Member("arguments")?.GetRawText()
        );
    }

    public IReadOnlyList<FunctionCallContent> Take()
    {
        var taken = _calls.ConvertAll(static call =>
        {
            var read = WireJson.Call(call.Id ?? "", call.Name ?? "", call.Arguments.ToString());
            foreach (var piece in call.Pieces)
            {
                ChatCompletionsExtras.AddTo(read, piece);
            }
            return read;
        });
        _calls.Clear();
        return taken;
    }

    private Call Find(long? index, string? id)
    {
        var known =
            index is not null ? _calls.Find(call => call.Index == index)
            : _calls.LastOrDefault() is { } last
            && (string.IsNullOrEmpty(id) || string.Equals(last.Id, id, StringComparison.Ordinal))
                ? last
            : null;
        if (known is not null)
        {
            return known;
        }
        var call = new Call(index);
        _calls.Add(call);
        return call;
    }

    private sealed class Call(long? index)
    {
        public long? Index { get; } = index;

        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();

        /// <summary>Those that carry more than the call itself.</summary>
        public List<JsonElement> Pieces { get; } = [];
    }
}
