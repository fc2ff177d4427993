using System.Diagnostics;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Access;
using SkRouter.AspNetCore.Api;
using SkRouter.Catalog;
using SkRouter.Filters;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Spend;
using SkRouter.Telemetry;

namespace SkRouter.AspNetCore.Embeddings;

/// <summary>Puts embeddings on the same ledger and metrics as everything else, under a role of their own name, at the catalogue's prices.</summary>
internal sealed class EmbeddingBooks(
    ModelRouter router,
    RouterMetrics metrics,
    Ownership ownership,
    TimeProvider time
)
{
    public const string Role = "embeddings";

    private readonly RoundTripIds _ids = new();

    /// <summary>Reads the headers before the provider is asked: what is wrong with them must cost nothing.</summary>
    public EmbeddingEntry Begin(ApiCall call, EmbeddingModel model, IReadOnlyList<string> texts)
    {
        var carried = new AdditionalPropertiesDictionary();
        var access = RoutingHeaders.Carry(call, carried, ownership);
        var now = time.GetUtcNow();
        var entry = new EmbeddingEntry(model, texts, carried, now, time.GetTimestamp())
        {
            Id = _ids.Next(now),
            Access = access,
        };
        return entry with { EstimatedCostUsd = Price(entry, Estimate(entry)).Usd };
    }

    public async ValueTask<DecisionRecord> AnsweredAsync(EmbeddingEntry entry, UsageDetails? told)
    {
        var usage = told?.InputTokenCount is { } tokens
            ? new TokenUsage { InputTokens = tokens }
            : Estimate(entry);
        var (cost, version) = Price(entry, usage);
        var record = Record(
            entry,
            Attempt(entry, AttemptOutcome.Served) with
            {
                Usage = usage,
                CostUsd = cost,
            },
            RoundTripOutcome.Answered
        ) with
        {
            Deployment = entry.Model.Key,
            Model = entry.Model.Model,
            Provider = entry.Model.Provider,
            Usage = usage,
            CostUsd = cost,
            BaselineUsd = cost,
            PriceVersion = version,
        };
        await BookAsync(record).ConfigureAwait(false);
        return record;
    }

    /// <summary>Books the failure.</summary>
    /// <returns>What the client is told, and the record.</returns>
    public async ValueTask<(Exception Told, DecisionRecord Record)> FailedAsync(
        EmbeddingEntry entry,
        Exception exception,
        CancellationToken aborted
    )
    {
        var failure = ErrorTaxonomy.Read(exception, aborted);
        var cancelled = failure.Kind is FailureKind.Cancelled;
        var code = failure.Kind switch
        {
            FailureKind.InvalidRequest => RouterErrorCode.InvalidRequest,
            FailureKind.ContextTooLong => RouterErrorCode.ContextTooLong,
            FailureKind.TimedOut => RouterErrorCode.DeadlineExceeded,
            _ => RouterErrorCode.AllCandidatesFailed,
        };
        var attempt = Attempt(
            entry,
            cancelled ? AttemptOutcome.Cancelled : AttemptOutcome.Failed
        ) with
        {
            FailureKind = failure.Kind,
            Status = failure.Status,
            Reason = failure.Message,
        };
        var record = Record(
            entry,
            attempt,
            cancelled ? RoundTripOutcome.Cancelled : RoundTripOutcome.Failed
        ) with
        {
            Error = cancelled ? null : code,
        };
        if (UsageEstimate.IsCharged(failure.Kind))
        {
            record = Charged(entry, record);
        }

        await BookAsync(record).ConfigureAwait(false);
        Exception told = cancelled
            ? exception
            : new RouterException(
                code,
                $"{entry.Model.Key} gave no embeddings: {failure.Message}.",
                [attempt],
                exception
            )
            {
                RetryAfter = failure.RetryAfter,
            };
        return (told, record);
    }

    /// <summary>The provider was at work when the caller left or the time was up: it charges what it was sent.</summary>
    private static DecisionRecord Charged(EmbeddingEntry entry, DecisionRecord record)
    {
        var usage = Estimate(entry);
        var (cost, version) = Price(entry, usage);
        return record with
        {
            Attempts = [record.Attempts[0] with { Usage = usage, CostUsd = cost }],
            Usage = usage,
            CostUsd = cost,
            PriceVersion = version,
        };
    }

    private static TokenUsage Estimate(EmbeddingEntry entry) =>
        new()
        {
            InputTokens = entry.Texts.Sum(text => TokenEstimator.Estimate(text)),
            Estimated = true,
        };

    private static (decimal? Usd, string? Version) Price(EmbeddingEntry entry, TokenUsage usage) =>
        ModelCatalog.Default.Find(entry.Model.Provider, entry.Model.Model)?.Price is { } price
            ? (CostCalculator.Compute(usage, price, entry.StartedAt).Total, price.Version)
            : (null, null);

    /// <exception cref="RouterException">The ledger cannot be written, so nothing must be spent.</exception>
    public void Verify() => SpendFilter.Verify(router.Ledger as ILedgerHealth);

    private ValueTask BookAsync(DecisionRecord record)
    {
        metrics.Settled(record);
        // Not the caller's token: what was spent must be in the ledger.
        return router.Ledger.AppendAsync(record, CancellationToken.None);
    }

    private Attempt Attempt(EmbeddingEntry entry, AttemptOutcome outcome) =>
        new()
        {
            Deployment = entry.Model.Key,
            Model = entry.Model.Model,
            StartedAt = entry.StartedAt,
            Duration = time.GetElapsedTime(entry.Timestamp),
            Outcome = outcome,
        };

    private static DecisionRecord Record(
        EmbeddingEntry entry,
        Attempt attempt,
        RoundTripOutcome outcome
    )
    {
        return new()
        {
            Id = entry.Id,
            StartedAt = entry.StartedAt,
            Duration = attempt.Duration,
            Role = Role,
            Agent = Text(CarrierKeys.Agent) ?? Role,
            Run = Text(CarrierKeys.Run) ?? Activity.Current?.TraceId.ToHexString() ?? entry.Id,
            Tenant = Text(CarrierKeys.Tenant),
            Streamed = false,
            Attempts = [attempt],
            Outcome = outcome,
            Usage = TokenUsage.None,
            CostUsd = 0,
            Tags = entry.Tags,
        };

        string? Text(string key) => entry.Carried.GetValueOrDefault(key) as string;
    }
}
