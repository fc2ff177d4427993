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
            + "cost_usd, cost_nano, cost_atto, baseline_usd, baseline_nano, baseline_atto, usage, tags",
        27
    );

    private readonly Statement _attempt = Insert(
        connection,
        "attempts",
        "request_id, number, deployment_id, model_id, started_at, duration, outcome, failure_kind, status, "
            + "cost_usd, cost_nano, cost_atto",
        12
    );

    // The bytes are UTF-8 already, so there is no way through a string.
    private readonly Statement _decision = new(
        connection,
        "INSERT INTO decisions (request_id, record) VALUES ($0, CAST($1 AS TEXT))",
        2
    );

    public void Write(long id, PreparedRecord prepared)
    {
        WriteRequest(id, prepared.Record);
        for (var i = 0; i < prepared.Record.Attempts.Count; i++)
        {
            WriteAttempt(id, i, prepared.Record.Attempts[i]);
        }

        _decision[0] = id;
        _decision[1] = prepared.Json;
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
        _request[0] = id;
        _request[1] = record.Id;
        _request[2] = LedgerTime.Ticks(record.StartedAt);
        _request[3] = record.Duration.Ticks;
        _request[4] = record.TimeToFirstToken?.Ticks;
        _request[5] = runs.IdOf(record.Run);
        _request[6] = agents.Of(record.Agent);
        _request[7] = names.Of(record.Role);
        _request[8] = names.Of(record.Model);
        _request[9] = names.Of(record.Deployment);
        _request[10] = names.Of(record.Provider);
        _request[11] = names.Of(record.Tenant);
        _request[12] = prices.Of(record.PriceVersion);
        _request[13] = (int)record.Outcome;
        _request[14] = (int?)record.Error;
        _request[15] = record.Streamed;
        _request[16] = record.Attempts.Count;
        _request[17] = record.FellBack;
        _request[18] = record.Usage.Estimated;
        _request.SetMoney(19, Summed(record.CostUsd));
        _request.SetMoney(22, Summed(record.BaselineUsd));
        _request[25] = Usage(record.Usage);
        _request[26] = record.Tags.Count == 0 ? null : JsonSerializer.Serialize(record.Tags);
        _request.Run();
    }

    private void WriteAttempt(long id, int number, Attempt attempt)
    {
        _attempt[0] = id;
        _attempt[1] = number;
        _attempt[2] = names.Of(attempt.Deployment);
        _attempt[3] = names.Of(attempt.Model);
        _attempt[4] = LedgerTime.Ticks(attempt.StartedAt);
        _attempt[5] = attempt.Duration.Ticks;
        _attempt[6] = (int)attempt.Outcome;
        _attempt[7] = (int?)attempt.FailureKind;
        _attempt[8] = attempt.Status;
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

    private static Statement Insert(
        SqliteConnection connection,
        string table,
        string columns,
        int count
    ) =>
        new(
            connection,
            $"INSERT INTO {table} ({columns}) VALUES ({Statement.Places(count)})",
            count
        );
}
