namespace SkRouter.Loops;

/// <summary>What a detector found.</summary>
/// <param name="Kind">How it goes in circles.</param>
/// <param name="Count">How often the same has happened.</param>
/// <param name="Counts">The tools that are part of the circle, with their counts; empty unless it is about tools.</param>
internal readonly record struct LoopReading(
    LoopKind Kind,
    int Count,
    IReadOnlyDictionary<string, int> Counts
);
