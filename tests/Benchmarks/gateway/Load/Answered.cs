namespace SkRouter.Benchmarks.Gateway.Load;

/// <summary>How one request went.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="FirstBytes">Until the first bytes of the body.</param>
/// <param name="Whole">Until the last.</param>
/// <param name="Refusal">The beginning of what it said instead of an answer; null for an answer.</param>
internal readonly record struct Answered(
    int Status,
    TimeSpan FirstBytes,
    TimeSpan Whole,
    string? Refusal
)
{
    public bool IsGood => Refusal is null;
}
