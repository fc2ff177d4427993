using System.Diagnostics;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Access;
using SkRouter.AspNetCore.Api;
using SkRouter.Catalog;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Spend;
using SkRouter.Telemetry;

namespace SkRouter.AspNetCore.Embeddings;

/// <summary>
/// Puts embeddings on the same ledger and metrics as everything else, under a role of their own name, at the catalogue's prices. Budgets do not hold
/// them back: they are booked, not reserved.
/// </summary>
internal sealed class EmbeddingBooks(
    ModelRouter router,
    RouterMetrics metrics,
    Ownership ownership,
    TimeProvider time
)
{
    private const string Role = "embeddings";

    private readonly RoundTripIds _ids = new();

    /// <summary>Reads the headers before the provider is asked: what is wrong with them must cost nothing.</summary>
    public EmbeddingEntry Begin(ApiCall call, EmbeddingModel model, IReadOnlyList<string> texts)
    {
        var carried = new AdditionalPropertiesDictionary();
        RoutingHeaders.Carry(call, carried, ownership);
        return new(model, texts, carried, time.GetUtcNow(), time.GetTimestamp());
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
    /// <returns>What the client is told.</returns>
    public async ValueTask<Exception> FailedAsync(
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
        await BookAsync(UsageEstimate.IsCharged(failure.Kind) ? Charged(entry, record) : record)
            .ConfigureAwait(false);
        return cancelled
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

    private ValueTask BookAsync(DecisionRecord record)
    {
        metrics.Settled(record);
        return router.Ledger.AppendAsync(record);
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

    private DecisionRecord Record(EmbeddingEntry entry, Attempt attempt, RoundTripOutcome outcome)
    {
        var id = _ids.Next(entry.StartedAt);
        return new()
        {
            Id = id,
            StartedAt = entry.StartedAt,
            Duration = attempt.Duration,
            Role = Role,
            Agent = Text(CarrierKeys.Agent) ?? Role,
            Run = Text(CarrierKeys.Run) ?? Activity.Current?.TraceId.ToHexString() ?? id,
            Tenant = Text(CarrierKeys.Tenant),
            Streamed = false,
            Attempts = [attempt],
            Outcome = outcome,
            Usage = TokenUsage.None,
            CostUsd = 0,
            Tags =
                entry.Carried.GetValueOrDefault(CarrierKeys.Tags)
                    as IReadOnlyDictionary<string, string>
                ?? DecisionRecord.NoTags,
        };

        string? Text(string key) => entry.Carried.GetValueOrDefault(key) as string;
    }
}
