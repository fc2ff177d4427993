namespace SkRouter.Loops;

/// <summary>
/// Counts how often the same happens with nothing new in between. Whatever was not seen before is new and begins the counts of
/// everything else again: an agent that learns something on the way does not go in circles.
/// </summary>
/// <typeparam name="TKey">What is compared.</typeparam>
internal sealed class Repetition<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, (int Round, int Count)> _seen = [];
    private int _round;

    public int Size => _seen.Count;

    /// <summary>Something happened that was not seen before.</summary>
    public void Renew() => _round++;

    public bool Knows(TKey key) => _seen.ContainsKey(key);

    /// <summary>Counts one happening; 1 if it is the first since something new.</summary>
    public int Count(TKey key)
    {
        var known = _seen.GetValueOrDefault(key);
        var count = known.Round == _round ? known.Count + 1 : 1;
        _seen[key] = (_round, count);
        return count;
    }

    /// <summary>Begins the count of one thing again, as if it happened for the first time now.</summary>
    public void Restart(TKey key) => _seen[key] = (_round, 1);

    /// <summary>Whether anything that happened since something new is such.</summary>
    public bool AnyCurrent<TArgument>(Func<TKey, TArgument, bool> such, TArgument argument)
    {
        foreach (var (key, (round, _)) in _seen)
        {
            if (round == _round && such(key, argument))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Everything that happened since something new, with its count.</summary>
    public IEnumerable<(TKey Key, int Count)> Current()
    {
        foreach (var (key, (round, count)) in _seen)
        {
            if (round == _round)
            {
                yield return (key, count);
            }
        }
    }
}
