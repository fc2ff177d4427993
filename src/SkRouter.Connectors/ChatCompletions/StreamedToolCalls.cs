using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>
/// Puts the pieces of streamed tool calls together, by index and id. Some servers number all calls alike, some give no index, some no ids, and some
/// repeat the name in every piece.
/// </summary>
internal sealed class StreamedToolCalls
{
    private readonly List<Call> _calls = [];

    /// <summary>Gets whether there is a call that has not been taken.</summary>
    public bool Any => _calls.Count > 0;

    public void Add(JsonElement piece)
    {
        var id = piece.Text("id");
        var custom = piece.Member(WireCalls.Custom);
        var function = piece.Member("function") ?? custom;
        Add(
            piece,
            id,
            function.Text("name"),
            custom is null ? WireCalls.ArgumentsOf(function) : custom.Text(CustomTools.Input),
            isCustom: custom is not null
        );
    }

    /// <summary>Adds a piece of the one call that old servers name.</summary>
    public void AddOnly(JsonElement function) =>
        Add(
            default,
            id: null,
            function.Text("name"),
            WireCalls.ArgumentsOf(function),
            isCustom: false
        );

    private void Add(JsonElement piece, string? id, string? name, string? arguments, bool isCustom)
    {
        var index = piece.Count("index");
        var call = _calls.FindLast(call => index is null || call.Index == index);
        if (call is null || Begins(call, id, name, arguments))
        {
            _calls.Add(call = new(index));
        }
        if (ChatCompletionsExtras.HasMore(piece))
        {
            call.Pieces.Add(piece);
        }
        call.Id ??= id is { Length: > 0 } ? id : null;
        call.Name ??= name is { Length: > 0 } ? name : null;
        call.IsCustom |= isCustom;
        call.Arguments.Append(arguments);
    }

    public IReadOnlyList<FunctionCallContent> Take()
    {
        var taken = _calls.ConvertAll(static call =>
        {
            var (id, name, given) = (call.Id ?? "", call.Name ?? "", call.Arguments.ToString());
            var read = call.IsCustom
                ? CustomTools.Call(id, name, given)
                : WireJson.Call(id, name, given);
            foreach (var piece in call.Pieces)
            {
                ChatCompletionsExtras.AddTo(read, piece);
            }
            return read;
        });
        _calls.Clear();
        return taken;
    }

    /// <summary>Decides whether a piece with the index of a known call, or without any, is the start of another one.</summary>
    private static bool Begins(Call known, string? id, string? name, string? arguments)
    {
        if (id is { Length: > 0 } && known.Id is { Length: > 0 })
        {
            return !string.Equals(id, known.Id, StringComparison.Ordinal);
        }
        return name is { Length: > 0 }
            && known.Name is not null
            && (
                !string.Equals(name, known.Name, StringComparison.Ordinal)
                || (arguments is { Length: > 0 } && known.IsWhole)
            );
    }

    private sealed class Call(long? index)
    {
        public long? Index { get; } = index;

        public string? Id { get; set; }

        public string? Name { get; set; }

        public bool IsCustom { get; set; }

        public StringBuilder Arguments { get; } = new();

        /// <summary>Those that carry more than the call itself.</summary>
        public List<JsonElement> Pieces { get; } = [];

        public bool IsWhole =>
            Arguments.Length > 0 && WireJson.Call("", "", Arguments.ToString()).Exception is null;
    }
}
