namespace SkRouter.Budgets;

/// <summary>
/// Where the cost of round trips is heading: a straight line through what they have cost so far, by least squares. A conversation that
/// grows costs more with every round trip, so a mean would come too late. Not safe for several threads.
/// </summary>
internal sealed class CostTrend
{
    private const int Fewest = 3;
    private const double Farthest = 1_000_000;

    private double _sum;
    private double _weightedSum;

    public int Count { get; private set; }

    public void Add(decimal costUsd)
    {
        Count++;
        _sum += (double)costUsd;
        _weightedSum += Count * (double)costUsd;
    }

    /// <summary>The round trip, counted from 1, that no longer fits into what is left; null while that is too early or too far to say.</summary>
    public int? Exceeds(decimal remainingUsd)
    {
        if (Count < Fewest)
        {
            return null;
        }

        // Sums over 1..n are known, so the two running sums are all that must be kept.
        var n = (double)Count;
        var mean = _sum / n;
        var middle = (n + 1) / 2;
        var spread = n * ((n * n) - 1) / 12;
        var slope = Math.Max(0, (_weightedSum - (middle * _sum)) / spread);
        var next = Math.Max(0, mean + (slope * (n - middle)));
        var left = Math.Max(0, (double)remainingUsd);

        // k more cost k * next + slope * k(k+1)/2. Solved for k in the form that also holds where the slope is next to nothing.
        var half = next + (slope / 2);
        var root = half + Math.Sqrt((half * half) + (2 * slope * left));
        var more = root > 0 ? 2 * left / root : double.PositiveInfinity;
        return more < Farthest ? Count + (int)Math.Floor(more + 1e-9) + 1 : null;
    }
}
