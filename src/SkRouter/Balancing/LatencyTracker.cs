namespace SkRouter.Balancing;

/// <summary>
/// How fast a deployment has been: a peak-sensitive moving average (it jumps up at once and decays over ten seconds, as
/// Finagle's peak EWMA does), and the newest samples for percentiles.
/// </summary>
internal sealed class LatencyTracker(TimeProvider time)
{
    private const int Kept = 64;
    private const int EnoughForPercentile = 20;
    private static readonly TimeSpan Decay = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly double[] _samples = new double[Kept];
    private double _average;
    private long _at;
    private int _count;

    /// <summary>The average in seconds; 0 while nothing is known, so that a new deployment gets its chance.</summary>
    public double Average
    {
        get
        {
            lock (_gate)
            {
                return _average;
            }
        }
    }

    /// <summary>
    /// The average as it has faded since the last sample. Whoever was slow once is asked again some time: without that, it
    /// would stay slow for ever, because only a new sample could show otherwise.
    /// </summary>
    public double Faded
    {
        get
        {
            lock (_gate)
            {
                return _average * Math.Exp(-(time.GetElapsedTime(_at) / Decay));
            }
        }
    }

    public void Add(TimeSpan sample)
    {
        var seconds = sample.TotalSeconds;
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var weight = _count == 0 ? 0 : Math.Exp(-(time.GetElapsedTime(_at, now) / Decay));
            _average =
                seconds > _average ? seconds : (_average * weight) + (seconds * (1 - weight));
            _at = now;
            _samples[_count++ % Kept] = seconds;
        }
    }

    /// <summary>A percentile of the newest samples; null while there are too few.</summary>
    /// <param name="share">0 to 1.</param>
    public TimeSpan? Percentile(double share)
    {
        double[] sorted;
        lock (_gate)
        {
            if (_count < EnoughForPercentile)
            {
                return null;
            }

            sorted = _samples[..Math.Min(_count, Kept)];
        }

        Array.Sort(sorted);
        return TimeSpan.FromSeconds(
            sorted[(int)Math.Min(sorted.Length - 1, Math.Ceiling(share * sorted.Length) - 1)]
        );
    }
}
