namespace SkRouter.Cli.Training;

/// <summary>
/// Brings outcomes to shares of 1. A judge may give 1 to 10 points, a benchmark percent: when a source has an outcome outside of 0 to 1, its lowest
/// outcome becomes 0 and its highest 1. Rankings and APGR are the same on every scale.
/// </summary>
internal static class OutcomeScale
{
    internal static List<TrainingRow> ToShares(List<TrainingRow> rows)
    {
        var scales = rows.Where(row => row.StrongCorrect is not null)
            .GroupBy(SourceOf)
            .ToDictionary(source => source.Key, RangeOf);
        return
        [
            .. rows.Select(row =>
                scales.TryGetValue(SourceOf(row), out var range) && row.StrongCorrect is not null
                    ? row with
                    {
                        StrongCorrect = range.ShareOf(row.StrongCorrect.Value),
                        WeakCorrect = range.ShareOf(row.WeakCorrect!.Value),
                    }
                    : row
            ),
        ];
    }

    private static (string File, string Source) SourceOf(TrainingRow row) => (row.File, row.Source);

    private static Range RangeOf(IEnumerable<TrainingRow> rows)
    {
        var (low, high) = (0.0, 1.0);
        var (lowest, highest) = (double.MaxValue, double.MinValue);
        foreach (var row in rows)
        {
            lowest = Math.Min(lowest, Math.Min(row.StrongCorrect!.Value, row.WeakCorrect!.Value));
            highest = Math.Max(highest, Math.Max(row.StrongCorrect.Value, row.WeakCorrect.Value));
        }

        return lowest < low || highest > high ? new(lowest, highest) : new(low, high);
    }

    private readonly record struct Range(double Low, double High)
    {
        internal double ShareOf(double outcome) =>
            High > Low ? (outcome - Low) / (High - Low) : 0.5;
    }
}
