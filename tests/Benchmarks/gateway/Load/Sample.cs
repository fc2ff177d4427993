namespace SkRouter.Benchmarks.Gateway.Load;

/// <summary>Times of many requests.</summary>
internal sealed class Sample(IReadOnlyList<Answered> answers)
{
    public int Count => answers.Count;

    public double Good =>
        answers.Count == 0 ? 0 : answers.Count(answer => answer.IsGood) / (double)answers.Count;

    /// <summary>What one request was told instead of an answer; null if all were answered.</summary>
    public string? Refusal =>
        answers
            .Where(answer => !answer.IsGood)
            .Select(answer => FormattableString.Invariant($"{answer.Status} {answer.Refusal}"))
            .FirstOrDefault();

    public double WholeAt(double share) => At(share, answer => answer.Whole);

    public double FirstBytesAt(double share) => At(share, answer => answer.FirstBytes);

    /// <summary>The middle one of some figures.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToList();
        return sorted.Count == 0 ? double.NaN
            : sorted.Count % 2 == 1 ? sorted[sorted.Count / 2]
            : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private double At(double share, Func<Answered, TimeSpan> time)
    {
        var sorted = answers.Select(answer => time(answer).TotalMilliseconds).Order().ToList();
        return sorted.Count == 0
            ? double.NaN
            : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
    }
}
