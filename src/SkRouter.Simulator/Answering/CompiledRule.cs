namespace SkRouter.Simulator.Answering;

/// <summary>A rule that is ready to be matched, with its place in its sequence.</summary>
internal sealed class CompiledRule(
    string? name,
    CompiledCondition? condition,
    IReadOnlyList<CompiledAnswer> steps
)
{
    private int _used;

    public string? Name => name;

    public bool Matches(SimulatedRequest request, out Captures captures)
    {
        captures = Captures.None;
        return condition is null || condition.Matches(request, out captures);
    }

    /// <summary>The step of the sequence that is due; one that will not reach the caller is not used up.</summary>
    public CompiledAnswer Next(bool useUp)
    {
        var step = useUp ? Interlocked.Increment(ref _used) - 1 : Volatile.Read(ref _used);
        return steps[Math.Clamp(step, 0, steps.Count - 1)];
    }
}
