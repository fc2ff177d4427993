namespace SkRouter.AspNetCore.Metrics;

/// <summary>The numbers of one series.</summary>
internal sealed class MetricCell(double[] boundaries)
{
    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[boundaries.Length];
    private double _sum;
    private long _count;

    public void Add(double value)
    {
        lock (_gate)
        {
            _sum += value;
        }
    }

    public void Set(double value)
    {
        lock (_gate)
        {
            _sum = value;
        }
    }

    public void Record(double value)
    {
        var index = Array.BinarySearch(boundaries, value);
        index = index < 0 ? ~index : index;
        lock (_gate)
        {
            _sum += value;
            _count++;
            if (index < _buckets.Length)
            {
                _buckets[index]++;
            }
        }
    }

    /// <summary>The sum, how many were recorded, and how many of them in each bucket alone.</summary>
    public (double Sum, long Count, long[] Buckets) Read()
    {
        lock (_gate)
        {
            return (_sum, _count, [.. _buckets]);
        }
    }
}
