namespace SkRouter.Balancing;

/// <summary>Randomness for balancing and jitter. Register one with a seed for tests that must repeat.</summary>
internal sealed class RandomSource(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();

    public static RandomSource Shared { get; } = new(Guid.NewGuid().GetHashCode());

    public double NextDouble()
    {
        lock (_gate)
        {
            return _random.NextDouble();
        }
    }
}
