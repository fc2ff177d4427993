namespace SkRouter.Resilience;

/// <summary>
/// The newest times to first token of one deployment, and the limit that follows from them. A sample costs a lock and a write; the limit is
/// made anew with every sixteenth and kept in between.
/// </summary>
internal sealed class FirstTokenWindow(bool reasons)
{
    private const int Kept = 256;
    private const int Renewed = 16;
    private const double Share = 0.95;

    private readonly Lock _gate = new();
    private readonly float[] _seconds = new float[Kept];
    private TimeRules? _rules;
    private int _count;
    private int _madeAt;
    private volatile TimeLimit? _limit;

    /// <summary>What was learned; null while there are too few answers.</summary>
    public TimeLimit? Limit => _limit;

    /// <summary>
    /// Adds how long one answer took to begin. An answer that did not begin in time counts with the time that it was given: a deployment
    /// that has become slower for good is so given more time by and by.
    /// </summary>
    public void Add(TimeSpan sample, TimeRules rules)
    {
        lock (_gate)
        {
            _seconds[_count % Kept] = (float)sample.TotalSeconds;
            _count = _count == int.MaxValue ? Kept : _count + 1;
            var due =
                _limit is null || !ReferenceEquals(_rules, rules) || _count - _madeAt >= Renewed;
            if (_count >= rules.LearnFrom && due)
            {
                Renew(rules);
            }
        }
    }

    private void Renew(TimeRules rules)
    {
        Span<float> sorted = stackalloc float[Kept];
        sorted = sorted[..Math.Min(_count, Kept)];
        _seconds.AsSpan(0, sorted.Length).CopyTo(sorted);
        sorted.Sort();
        var at = (int)Math.Ceiling(Share * sorted.Length) - 1;
        _limit = rules.Learned(TimeSpan.FromSeconds(sorted[at]), sorted.Length, reasons);
        (_rules, _madeAt) = (rules, _count);
    }
}
