namespace SkRouter.FaultBench.Soak;

/// <summary>When a provider is down: bursts of random length, together a fixed share of the time.</summary>
internal sealed class Outages(DateTimeOffset start, double share, TimeSpan meanBurst, int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();
    private List<(DateTimeOffset From, DateTimeOffset Until, OutageKind Kind)> _newestFirst = [];
    private DateTimeOffset _known = start;

    public int Count(DateTimeOffset until) => Bursts(until).Count(burst => burst.From < until);

    public bool IsDown(DateTimeOffset at) => Current(at) is not null;

    public OutageKind? Current(DateTimeOffset at)
    {
        foreach (var (from, until, kind) in Bursts(at))
        {
            if (from <= at && at < until)
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>Whether it was down all the time between two moments.</summary>
    public bool IsDownThroughout(DateTimeOffset from, DateTimeOffset to) =>
        Bursts(to).Any(burst => burst.From <= from && burst.Until >= to);

    public TimeSpan DownBetween(DateTimeOffset from, DateTimeOffset to) =>
        Bursts(to)
            .Where(burst => burst.Until > from && burst.From < to)
            .Aggregate(
                TimeSpan.Zero,
                (sum, burst) =>
                    sum
                    + (
                        (burst.Until < to ? burst.Until : to)
                        - (burst.From > from ? burst.From : from)
                    )
            );

    private List<(DateTimeOffset From, DateTimeOffset Until, OutageKind Kind)> Bursts(
        DateTimeOffset until
    )
    {
        lock (_gate)
        {
            while (_known <= until)
            {
                var from = _known + (Exponential() * (meanBurst * ((1 - share) / share)));
                _known = from + (Exponential() * meanBurst);
                _newestFirst = [(from, _known, (OutageKind)_random.Next(3)), .. _newestFirst];
            }

            return _newestFirst;
        }
    }

    private double Exponential() => -Math.Log(1 - _random.NextDouble());
}
