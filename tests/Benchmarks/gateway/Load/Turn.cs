namespace SkRouter.Benchmarks.Gateway.Load;

/// <summary>One server's turn.</summary>
/// <param name="Sample">Its answers.</param>
/// <param name="Time">How long it was asked.</param>
/// <param name="Processor">What it used of the processor.</param>
internal sealed record Turn(Sample Sample, TimeSpan Time, TimeSpan Processor)
{
    public double PerSecond => Sample.Count / Time.TotalSeconds;

    public double ProcessorMicroseconds =>
        Sample.Count == 0 ? double.NaN : Processor.TotalMicroseconds / Sample.Count;
}
