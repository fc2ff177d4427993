namespace SkRouter.Loops;

/// <summary>The newest runs. A run that is forgotten, because so many others came after its last call, is a new one when it calls again.</summary>
internal sealed class RunHistories(int kept = RunHistories.Kept)
{
    public const int Kept = 4_096;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Run, RunHistory History)>> _runs =
        new(StringComparer.Ordinal);
    private readonly LinkedList<(string Run, RunHistory History)> _newestLast = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _runs.Count;
            }
        }
    }

    /// <summary>What is remembered of a run; null if nothing is.</summary>
    public RunHistory? Find(string run)
    {
        lock (_gate)
        {
            return _runs.TryGetValue(run, out var known) ? known.Value.History : null;
        }
    }

    public RunHistory Of(string run)
    {
        lock (_gate)
        {
            if (_runs.TryGetValue(run, out var known))
            {
                _newestLast.Remove(known);
                _newestLast.AddLast(known);
                return known.Value.History;
            }

            if (_runs.Count >= kept)
            {
                _runs.Remove(_newestLast.First!.Value.Run);
                _newestLast.RemoveFirst();
            }

            return (_runs[run] = _newestLast.AddLast((run, new RunHistory()))).Value.History;
        }
    }
}
