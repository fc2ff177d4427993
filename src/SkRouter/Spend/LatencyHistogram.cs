using System.Numerics;

namespace SkRouter.Spend;

/// <summary>
/// How long round trips took, in buckets that widen with the time: sixteen for each doubling from 1 µs on, so that a percentile is at
/// most 3.2 % off, and histograms of different hours, agents or processes add up.
/// </summary>
public sealed class LatencyHistogram
{
    private const int PerDoubling = 16;
    private const int Bits = 4;

    private readonly SparseCounts _buckets;

    internal LatencyHistogram(SparseCounts buckets) => _buckets = buckets;

    /// <summary>Nothing measured.</summary>
    public static LatencyHistogram None { get; } = new(new());

    /// <summary>How many times were measured.</summary>
    public long Count => _buckets.Total;

    /// <summary>A histogram of some times.</summary>
    /// <param name="times">The times; negative ones count as none at all, 0.</param>
    public static LatencyHistogram Of(IEnumerable<TimeSpan> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        var buckets = new SparseCounts();
        foreach (var time in times)
        {
            buckets.Add(Bucket(time), 1);
        }

        return new(buckets);
    }

    /// <summary>The time that a share of the round trips did not exceed; null if none was measured.</summary>
    /// <param name="share">Which share, 0 to 1: 0.5 is the median, 0.95 what 95 % did not exceed.</param>
    public TimeSpan? Percentile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var total = Count;
        var rank = Math.Max(1, (long)Math.Ceiling(share * total));
        for (var i = 0; i < _buckets.Length; i++)
        {
            var (bucket, count) = _buckets.At(i);
            rank -= count;
            if (rank <= 0)
            {
                return Middle(bucket);
            }
        }

        return null;
    }

    /// <summary>The bucket that a time falls into; what is below 0 falls into the first.</summary>
    internal static int Bucket(TimeSpan time)
    {
        var microseconds = (ulong)Math.Max(0, time.Ticks / TimeSpan.TicksPerMicrosecond);
        if (microseconds < PerDoubling)
        {
            return (int)microseconds;
        }

        var exponent = BitOperations.Log2(microseconds);
        return ((exponent - Bits + 1) * PerDoubling)
            + (int)((microseconds >> (exponent - Bits)) & (PerDoubling - 1));
    }

    private static TimeSpan Middle(int bucket)
    {
        if (bucket < PerDoubling)
        {
            return TimeSpan.FromMicroseconds(bucket);
        }

        var shift = (bucket / PerDoubling) - 1;
        var from = (long)(PerDoubling + (bucket % PerDoubling)) << shift;
        return TimeSpan.FromMicroseconds(from + ((1L << shift) / 2));
    }
}
