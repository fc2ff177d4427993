using System.Collections.Concurrent;

namespace IncidentDesk.Tools;

/// <summary>Counts what tools really did, at the moment they did it. A refused or failed call is not counted.</summary>
internal sealed class ToolJournal(Action<string, string>? onDone = null)
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Counts =>
        new SortedDictionary<string, int>(_counts, StringComparer.Ordinal);

    public void Done(string tool, string what)
    {
        _counts.AddOrUpdate(tool, 1, static (_, count) => count + 1);
        onDone?.Invoke(tool, what);
    }
}
