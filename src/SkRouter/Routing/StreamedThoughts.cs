using System.Text;
using Microsoft.SemanticKernel;
using SkRouter.Conversion;

namespace SkRouter.Routing;

/// <summary>Joins the pieces of streamed reasoning: a signature closes a thought, and what follows it is another one.</summary>
internal sealed class StreamedThoughts
{
    private readonly List<ReasoningContent> _closed = [];
    private readonly StringBuilder _open = new();
    private Dictionary<string, object?>? _marks;

    public void Add(StreamingReasoningContent piece)
    {
        _open.Append(piece.Text);
        foreach (var (key, value) in piece.Metadata ?? new Dictionary<string, object?>())
        {
            (_marks ??= new(StringComparer.Ordinal))[key] = value;
        }

        if (_marks?.ContainsKey(ProviderMarks.ProtectedData) == true)
        {
            Close();
        }
    }

    public IReadOnlyList<ReasoningContent> Take()
    {
        if (_open.Length > 0)
        {
            Close();
        }

        return _closed;
    }

    private void Close()
    {
        _closed.Add(new ReasoningContent(_open.ToString()) { Metadata = _marks });
        _open.Clear();
        _marks = null;
    }
}
