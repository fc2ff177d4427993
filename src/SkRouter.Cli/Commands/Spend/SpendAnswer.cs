using System.Globalization;
using SkRouter.Spend;

namespace SkRouter.Cli.Commands.Spend;

/// <summary>The answer, as it is shown and as it is told to machines.</summary>
internal sealed record SpendAnswer
{
    public required string Ledger { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset? Since { get; init; }

    public required DateTimeOffset? Until { get; init; }

    public required string Zone { get; init; }

    /// <summary>Older round trips are not in here, since the ledger no longer has what the question needs; null if all are.</summary>
    public required DateTimeOffset? CompleteSince { get; init; }

    /// <summary>Null if nothing was spent.</summary>
    public required SpendLine? Total { get; init; }

    public required IReadOnlyList<SpendLine> Rows { get; init; }

    /// <summary>How many rows there are beyond those that are shown.</summary>
    public required int Hidden { get; init; }

    public static async Task<SpendAnswer> AskAsync(ISpendReport report, SpendQuestion question)
    {
        var query = new SpendQuery { Since = question.Since, Until = question.Until };
        var total = await report.SumAsync(query).ConfigureAwait(false);
        var lines = await LinesAsync(report, question, query).ConfigureAwait(false);
        var shown = question.By.Grain is null ? lines.Take(question.Top).ToList() : lines;
        var coverage = await report.CoverageAsync().ConfigureAwait(false);
        return new()
        {
            Ledger = question.Ledger,
            By = question.By.Name,
            Since = question.Since,
            Until = question.Until,
            Zone = question.Zone.Id,
            CompleteSince = Missing(question, coverage),
            Total = total.Count == 0 ? null : SpendLine.Of("total", total[0]),
            Rows = shown,
            Hidden = lines.Count - shown.Count,
        };
    }

    private static async Task<List<SpendLine>> LinesAsync(
        ISpendReport report,
        SpendQuestion question,
        SpendQuery query
    )
    {
        var by = question.By;
        if (by.Grain is { } grain)
        {
            var points = await report
                .SeriesAsync(query, grain, question.Zone)
                .ConfigureAwait(false);
            return [.. points.Select(point => SpendLine.Of(Slot(point.From, grain), point.Row))];
        }

        if (by.Dimension is SpendDimension.Run)
        {
            var runs = await report
                .RunsAsync(
                    new()
                    {
                        Since = question.Since,
                        Until = question.Until,
                        Count = question.Top,
                    }
                )
                .ConfigureAwait(false);
            return [.. runs.Select(run => SpendLine.Of(run.Run, run.Sum))];
        }

        var rows = await report
            .SumAsync(query with { By = by.Dimension, TagKey = by.TagKey })
            .ConfigureAwait(false);
        return [.. rows.Select(row => SpendLine.Of(by.ValueOf(row), row))];
    }

    private static DateTimeOffset? Missing(SpendQuestion question, SpendCoverage coverage)
    {
        var needed =
            question.By.Dimension is SpendDimension.Run ? coverage.RecordsSince
            : question.By.Grain is not null || question.Since is not null ? coverage.HoursSince
            : null;
        return needed > (question.Since ?? DateTimeOffset.MinValue) ? needed : null;
    }

    private static string Slot(DateTimeOffset from, SpendGrain grain) =>
        from.ToString(
            grain is SpendGrain.Day ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mmzzz",
            CultureInfo.InvariantCulture
        );
}
