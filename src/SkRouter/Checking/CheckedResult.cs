namespace SkRouter.Checking;

/// <summary>What checked work came to.</summary>
/// <typeparam name="T">What the work returns.</typeparam>
public sealed record CheckedResult<T>
{
    /// <summary>
    /// The result of the last attempt. Where there was no budget for another one, its attempt is <see cref="WorkAttempt.IsDiscarded"/>: what it did may have been undone.
    /// </summary>
    public required T Value { get; init; }

    /// <summary>Whether it passed all checks. Where no model is left to ask or no budget, a result that failed is returned all the same.</summary>
    public required bool Passed { get; init; }

    /// <summary>All attempts in order; the last one made <see cref="Value"/>.</summary>
    public required IReadOnlyList<WorkAttempt> Attempts { get; init; }

    /// <summary>What all attempts cost together, in USD.</summary>
    public decimal CostUsd => Attempts.Sum(attempt => attempt.CostUsd);
}
