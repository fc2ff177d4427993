using System.Text;
using Microsoft.SemanticKernel;

namespace SkRouter.Conversion;

/// <summary>
/// Puts tool calls together from the fragments of a stream. Unlike Semantic Kernel's builder it works ahead of time, and keeps calls apart
/// whose server numbers them all alike or gives them no ids.
/// </summary>
internal sealed class ToolCallFragments
{
    private readonly List<Fragment> _calls = [];

    public void Add(StreamingFunctionCallUpdateContent piece)
    {
        var call = _calls.FindLast(known => known.Index == piece.FunctionCallIndex);
        if (call is null || Begins(piece, call))
        {
            _calls.Add(call = new(piece.FunctionCallIndex, _calls.Count));
        }

        call.Add(piece);
    }

    /// <summary>The calls in their order, for Microsoft.Extensions.AI; one whose arguments are not a whole JSON object carries an exception.</summary>
    public IReadOnlyList<FunctionCallContent> Build() =>
        Build(
            static (_, json) =>
                ToolArguments.Read(json) is { } arguments ? new KernelArguments(arguments) : null
        );

    /// <summary>The calls in their order, as Semantic Kernel's connectors give them to functions and filters.</summary>
    public IReadOnlyList<FunctionCallContent> BuildForFunctions(bool retainTypes) =>
        Build(
            (call, json) =>
                call.Whole is null ? ToolArguments.ForFunctions(json, retainTypes)
                : call.Whole.Arguments is { } arguments ? new KernelArguments(arguments)
                : call.Whole.Exception is null ? new KernelArguments()
                : null
        );

    private List<FunctionCallContent> Build(Func<Fragment, string, KernelArguments?> read)
    {
        var built = new List<FunctionCallContent>(_calls.Count);
        foreach (var call in _calls.OrderBy(call => call.Index).ThenBy(call => call.Place))
        {
            var json = call.Arguments.ToString();
            var arguments = read(call, json);
            built.Add(
                new FunctionCallContent(call.Name ?? "", pluginName: null, call.Id, arguments)
                {
                    InnerContent = new ArgumentText(json),
                    Metadata = call.Metadata,
                    Exception = arguments is null ? BrokenArguments.Exception() : null,
                }
            );
        }

        return built;
    }

    /// <summary>Whether a piece with the index of a known call is the start of another one.</summary>
    private static bool Begins(StreamingFunctionCallUpdateContent piece, Fragment known)
    {
        if (piece is WholeCallUpdate)
        {
            return true;
        }

        if (piece.CallId is { Length: > 0 } id && known.Id is { Length: > 0 })
        {
            return id != known.Id;
        }

        // Without ids, a name after whole arguments is that of the next call. Some servers repeat the name in every piece of one call.
        return piece.Name is { Length: > 0 } name
            && known.Name is not null
            && (name != known.Name || (piece.Arguments is { Length: > 0 } && known.IsWhole));
    }

    private sealed class Fragment(int index, int place)
    {
        public int Index => index;

        public int Place => place;

        public string? Id { get; private set; }

        public string? Name { get; private set; }

        public StringBuilder Arguments { get; } = new();

        public IReadOnlyDictionary<string, object?>? Metadata { get; private set; }

        /// <summary>The call itself, where it came in one piece from a chat client.</summary>
        public Microsoft.Extensions.AI.FunctionCallContent? Whole { get; private set; }

        public bool IsWhole
        {
            get
            {
                var json = Arguments.ToString();
                return !ToolArguments.IsNone(json) && ToolArguments.Read(json) is not null;
            }
        }

        public void Add(StreamingFunctionCallUpdateContent piece)
        {
            Id ??= piece.CallId is { Length: > 0 } id ? id : null;
            Name ??= piece.Name is { Length: > 0 } name ? name : null;
            Metadata = piece.Metadata ?? Metadata;
            Whole = (piece as WholeCallUpdate)?.Call;
            Arguments.Append(piece.Arguments);
        }
    }
}
