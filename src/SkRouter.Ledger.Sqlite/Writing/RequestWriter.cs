using System.Text.Json;
using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>The rows of one round trip: the request, its attempts, its decision.</summary>
internal sealed class RequestWriter(
    SqliteConnection connection,
    NameIds names,
    SpannedIds agents,
    SpannedIds prices,
    RunWriter runs
) : IDisposable
{
    private readonly Statement _request = Insert(
        connection,
        "requests",
        "id, record_id, started_at, duration, first_token, run_id, agent_id, role_id, model_id, deployment_id, "
            + "provider_id, tenant_id, price_version_id, outcome, error, streamed, attempts, fell_back, estimated, "
            + "cost_usd, cost_nano, cost_atto, baseline_usd, baseline_nano, baseline_atto, usage, tags"
    );

    private readonly Statement _attempt = Insert(
        connection,
        "attempts",
        "request_id, number, deployment_id, model_id, started_at, duration, outcome, failure_kind, status, "
            + "cost_usd, cost_nano, cost_atto"
    );

    private readonly Statement _decision = new(
        connection,
        "INSERT INTO decisions (request_id, record) VALUES ($0, $1)"
    );

    public void Write(long id, PreparedRecord prepared)
    {
        WriteRequest(id, prepared.Record);
        for (var i = 0; i < prepared.Record.Attempts.Count; i++)
        {
            WriteAttempt(id, i, prepared.Record.Attempts[i]);
        }

        _decision.Set(0, id);
        _decision.SetUtf8(1, prepared.Json);
        _decision.Run();
    }

    public void Dispose()
    {
        _request.Dispose();
        _attempt.Dispose();
        _decision.Dispose();
    }

    private void WriteRequest(long id, DecisionRecord record)
    {
        _request.Set(0, id);
        _request.Set(1, record.Id);
        _request.Set(2, LedgerTime.Ticks(record.StartedAt));
        _request.Set(3, record.Duration.Ticks);
        _request.Set(4, record.TimeToFirstToken?.Ticks);
        _request.Set(5, runs.IdOf(record.Run));
        _request.Set(6, agents.Of(record.Agent));
        _request.Set(7, names.Of(record.Role));
        _request.Set(8, names.Of(record.Model));
        _request.Set(9, names.Of(record.Deployment));
        _request.Set(10, names.Of(record.Provider));
        _request.Set(11, names.Of(record.Tenant));
        _request.Set(12, prices.Of(record.PriceVersion));
        _request.Set(13, (int)record.Outcome);
        _request.Set(14, (int?)record.Error);
        _request.Set(15, record.Streamed ? 1 : 0);
        _request.Set(16, record.Attempts.Count);
        _request.Set(17, record.FellBack ? 1 : 0);
        _request.Set(18, record.Usage.Estimated ? 1 : 0);
        _request.SetMoney(19, Summed(record.CostUsd));
        _request.SetMoney(22, Summed(record.BaselineUsd));
        _request.Set(25, Usage(record.Usage));
        _request.Set(26, record.Tags.Count == 0 ? null : JsonSerializer.Serialize(record.Tags));
        _request.Run();
    }

    private void WriteAttempt(long id, int number, Attempt attempt)
    {
        _attempt.Set(0, id);
        _attempt.Set(1, number);
        _attempt.Set(2, names.Of(attempt.Deployment));
        _attempt.Set(3, names.Of(attempt.Model));
        _attempt.Set(4, LedgerTime.Ticks(attempt.StartedAt));
        _attempt.Set(5, attempt.Duration.Ticks);
        _attempt.Set(6, (int)attempt.Outcome);
        _attempt.Set(7, (int?)attempt.FailureKind);
        _attempt.Set(8, attempt.Status);
        _attempt.SetMoney(9, Summed(attempt.CostUsd));
        _attempt.Run();
    }

    // As it goes into sums, so that rows and sums always agree.
    private static decimal? Summed(decimal? usd) => usd is null ? null : SpendSum.Exact(usd);

    private static byte[] Usage(TokenUsage usage)
    {
        var counts = new SparseCounts(first: 4);
        SpendSum.AddUsage(counts, usage);
        return counts.ToBytes();
    }

    private static Statement Insert(SqliteConnection connection, string table, string columns) =>
        new(
            connection,
            $"INSERT INTO {table} ({columns}) VALUES ({Statement.Places(columns.Split(',').Length)})"
        );
}
