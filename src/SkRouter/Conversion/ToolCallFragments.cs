using System.Text;
using System.Text.Json;
using Microsoft.SemanticKernel;

namespace SkRouter.Conversion;

/// <summary>Puts tool calls together from the fragments of a stream. Unlike Semantic Kernel's builder it works ahead of time.</summary>
internal sealed class ToolCallFragments
{
    private readonly List<Fragment> _calls = [];

    public void Add(StreamingFunctionCallUpdateContent piece)
    {
        var call = _calls.Find(known => known.Index == piece.FunctionCallIndex);
        if (
            call is null
            || (piece.CallId is { Length: > 0 } id && call.Id is { Length: > 0 } && call.Id != id)
        )
        {
            // Some servers number every call 0: a new id is a new call all the same.
            _calls.Insert(0, call = new(piece.FunctionCallIndex));
        }

        call.Id ??= piece.CallId is { Length: > 0 } given ? given : null;
        call.Name.Append(piece.Name);
        call.Arguments.Append(piece.Arguments);
    }

    /// <summary>The calls in their order; one whose arguments are not a whole JSON object carries an exception.</summary>
    public IReadOnlyList<FunctionCallContent> Build()
    {
        var built = new List<FunctionCallContent>(_calls.Count);
        foreach (var call in _calls.AsEnumerable().Reverse().OrderBy(call => call.Index))
        {
            var arguments = ToolArguments.Read(call.Arguments.ToString());
            built.Add(
                new FunctionCallContent(
                    call.Name.ToString(),
                    pluginName: null,
                    call.Id,
                    arguments is null ? null : new KernelArguments(arguments)
                )
                {
                    Exception = arguments is null
                        ? new JsonException("The arguments are not a JSON object.")
                        : null,
                }
            );
        }

        return built;
    }

    private sealed class Fragment(int index)
    {
        public int Index => index;

        public string? Id { get; set; }

        public StringBuilder Name { get; } = new();

        public StringBuilder Arguments { get; } = new();
    }
}
