namespace SkRouter.Benchmarks;

/// <summary>What a turn took: by the clock, which everything else on the machine lengthens too, and of the processor.</summary>
internal readonly record struct TimeTaken(TimeSpan Wall, TimeSpan Processor)
{
    public static TimeTaken operator +(TimeTaken one, TimeTaken other) =>
        new(one.Wall + other.Wall, one.Processor + other.Processor);
}
