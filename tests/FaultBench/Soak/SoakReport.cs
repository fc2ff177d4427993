using SkRouter.Pipeline;

namespace SkRouter.FaultBench.Soak;

/// <summary>What the soak came to, and what of it should not be.</summary>
internal sealed record SoakReport
{
    private const double LeastSuccess = 0.9995;

    public required long RoundTrips { get; init; }

    public required double SuccessPercent { get; init; }

    /// <summary>Round trips that failed, and how many of them while a provider was up at some moment of their deadline.</summary>
    public required long Failed { get; init; }

    public required long FailedWithProviderUp { get; init; }

    public required long Attempts { get; init; }

    public required long Fallbacks { get; init; }

    public required double VirtualHours { get; init; }

    public required IReadOnlyList<string> Providers { get; init; }

    /// <summary>Attempts that consumed something of which the provider never said how much.</summary>
    public required long EstimatedAttempts { get; init; }

    public required decimal CostUsd { get; init; }

    public required IReadOnlyList<string> Wrong { get; init; }

    public static SoakReport Of(SoakRun run)
    {
        var ledger = run.Ledger;
        var avoidable = ledger.Failed.Count(record => !AllDown(run, record));
        return new()
        {
            RoundTrips = ledger.Records,
            SuccessPercent = 100 * Success(run),
            Failed = ledger.Failed.Count,
            FailedWithProviderUp = avoidable,
            Attempts = ledger.Attempts,
            Fallbacks = ledger.Fallbacks,
            VirtualHours = (run.Now - run.Start).TotalHours,
            Providers = [.. run.Providers.Select(provider => Describe(run, provider))],
            EstimatedAttempts = ledger.EstimatedAttempts,
            CostUsd = ledger.CostUsd,
            Wrong = [.. Violations(run, avoidable)],
        };
    }

    private static double Success(SoakRun run) =>
        1 - ((double)run.Ledger.Failed.Count / run.Ledger.Records);

    private static bool AllDown(SoakRun run, DecisionRecord record) =>
        run.Providers.All(provider =>
            provider.Outages.IsDownThroughout(record.StartedAt, record.StartedAt + SoakRun.Deadline)
        );

    private static string Describe(SoakRun run, SoakProvider provider) =>
        FormattableString.Invariant(
            $"{provider.Model}: {provider.Requests} requests, {provider.Failures} failed, down {100 * (provider.Outages.DownBetween(run.Start, run.Now) / (run.Now - run.Start)):0.0} % of the time in {provider.Outages.Count(run.Now)} bursts"
        );

    private static IEnumerable<string> Violations(SoakRun run, int avoidable)
    {
        var ledger = run.Ledger;
        if (avoidable > 0)
        {
            yield return FormattableString.Invariant(
                $"{avoidable} round trips failed though a provider was up; first: {ledger.Failed.First(record => !AllDown(run, record))}"
            );
        }

        if (Success(run) < LeastSuccess)
        {
            yield return "less than 99.95 % of the round trips succeeded";
        }

        foreach (var line in Answers(run).Concat(Books(run)))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Answers(SoakRun run)
    {
        var twice = run.Receipts.GroupBy(receipt => receipt).Count(group => group.Count() > 1);
        if (twice > 0)
        {
            yield return FormattableString.Invariant($"{twice} tools ran twice");
        }

        if (run.WrongAnswers.Count > 0)
        {
            yield return FormattableString.Invariant(
                $"{run.WrongAnswers.Count} answers lost, cut or doubled; first: {run.WrongAnswers.First()}"
            );
        }

        if (run.Receipts.Count < run.Answers - run.FailedAnswers)
        {
            yield return "an answer came without its tool having run";
        }
    }

    private static IEnumerable<string> Books(SoakRun run)
    {
        var ledger = run.Ledger;
        if (ledger.Duplicates > 0 || ledger.Records < run.Answers)
        {
            yield return FormattableString.Invariant(
                $"{ledger.Records} records, {ledger.Duplicates} of them twice"
            );
        }

        foreach (var provider in run.Providers)
        {
            var told = ledger.Told.GetValueOrDefault(provider.Model);
            if (told != provider.Served)
            {
                yield return FormattableString.Invariant(
                    $"the ledger has {told} tokens of {provider.Model}, which served {provider.Served}"
                );
            }
        }

        if (ledger.CostUsd != ledger.AttemptsCostUsd)
        {
            yield return "the records cost something else than their attempts";
        }
    }
}
