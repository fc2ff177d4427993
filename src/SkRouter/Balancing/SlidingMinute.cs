namespace SkRouter.Balancing;

/// <summary>A sum over the last sixty seconds, by buckets of one second. Not safe for concurrent use.</summary>
internal sealed class SlidingMinute
{
    private const int Seconds = 60;

    private readonly long[] _buckets = new long[Seconds];
    private long _newest;
    private long _sum;

    public long Sum(DateTimeOffset now)
    {
        Advance(now.ToUnixTimeSeconds());
        return _sum;
    }

    public void Add(DateTimeOffset now, long amount)
    {
        var second = now.ToUnixTimeSeconds();
        Advance(second);
        _buckets[(int)(second % Seconds)] += amount;
        _sum += amount;
    }

    /// <summary>How long until at least <paramref name="amount"/> of the sum has left the window.</summary>
    public TimeSpan Until(DateTimeOffset now, long amount)
    {
        var second = now.ToUnixTimeSeconds();
        Advance(second);
        var freed = 0L;
        for (var age = Seconds - 1; age >= 0; age--)
        {
            freed += _buckets[(int)((((second - age) % Seconds) + Seconds) % Seconds)];
            if (freed >= amount)
            {
                return TimeSpan.FromSeconds(Seconds - age);
            }
        }

        return TimeSpan.FromSeconds(Seconds);
    }

    private void Advance(long second)
    {
        if (second <= _newest)
        {
            return;
        }

        var steps = Math.Min(Seconds, second - _newest);
        for (var i = 1; i <= steps; i++)
        {
            ref var bucket = ref _buckets[(int)((_newest + i) % Seconds)];
            _sum -= bucket;
            bucket = 0;
        }

        _newest = second;
    }
}
