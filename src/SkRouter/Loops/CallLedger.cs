namespace SkRouter.Loops;

/// <summary>The calls of a tool loop so far, turn by turn, with the last result of each.</summary>
internal sealed class CallLedger(int retriesAfterError)
{
    private readonly Repetition<string> _repetition = new();
    private readonly Dictionary<string, ToolExchange> _last = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _retries = new(StringComparer.Ordinal);

    /// <returns>The greatest count among the calls of this turn; 0 if the turn brought anything new.</returns>
    public int Add(IReadOnlyList<(string Key, ToolExchange Call)> turn)
    {
        if (turn.Any(entry => IsNew(entry.Key, entry.Call)))
        {
            _repetition.Renew();
            foreach (var (key, call) in turn)
            {
                _last[key] = call;
                _retries.Remove(key);
                _repetition.Restart(key);
            }

            return 0;
        }

        var most = 0;
        foreach (var (key, call) in turn)
        {
            if (!IsRetry(key))
            {
                most = Math.Max(most, _repetition.Count(key));
            }

            if (!call.Withheld)
            {
                _last[key] = call;
            }
        }

        return most;
    }

    /// <summary>The tools of what is repeated now, each with the greatest count of its calls.</summary>
    public IReadOnlyDictionary<string, int> Counts() =>
        _repetition
            .Current()
            .GroupBy(entry => _last[entry.Key].Tool, entry => entry.Count, StringComparer.Ordinal)
            .ToDictionary(tool => tool.Key, tool => tool.Max(), StringComparer.Ordinal);

    private bool IsNew(string key, ToolExchange call) =>
        !_last.TryGetValue(key, out var before)
        || (!call.Withheld && CanonicalText.Of(before.Result) != CanonicalText.Of(call.Result));

    private bool IsRetry(string key)
    {
        if (!_last[key].Failed)
        {
            return false;
        }

        var retries = _retries.GetValueOrDefault(key);
        _retries[key] = retries + 1;
        return retries < retriesAfterError;
    }
}
