using System.Text.Json;
using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Reading;

/// <summary>Sums up requests one by one: the ragged ends of windows, and what concerns several dimensions at once.</summary>
internal sealed class RowReader(SqliteConnection connection, NameCache names, NameCache agents)
{
    public const string Columns =
        "r.started_at, r.duration, r.first_token, r.outcome, r.attempts, r.fell_back, r.estimated, "
        + "r.cost_usd, r.cost_nano, r.cost_atto, r.baseline_usd, r.baseline_nano, r.baseline_atto, r.usage, "
        + "r.agent_id, r.role_id, r.model_id, r.deployment_id, r.provider_id, r.tenant_id, r.tags";

    private const int Cost = 7;
    private const int Baseline = 10;

    public void Add(
        SpendTable table,
        SpendQuery query,
        WindowPiece piece,
        TimeSlots? slots,
        CancellationToken cancellationToken
    )
    {
        var byRun = query.Concerned.HasFlag(SpendDimension.Run);
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT {Columns}{(byRun ? ", runs.run" : "")} FROM requests r"
            + (byRun ? " JOIN runs ON runs.id = r.run_id" : "")
            + (
                query.Run is null
                    ? " WHERE r.started_at >= $from AND r.started_at < $to"
                    // The run is what narrows it down; the plus keeps SQLite from going by time.
                    : " WHERE runs.run = $run AND +r.started_at >= $from AND +r.started_at < $to"
            );
        command.Parameters.AddWithValue("$from", piece.From);
        command.Parameters.AddWithValue("$to", piece.To);
        command.Parameters.AddWithValue("$run", (object?)query.Run ?? DBNull.Value);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (KeyOf(rows, query, byRun) is { } key)
            {
                var time = LedgerTime.Time(rows.GetInt64(0));
                AddTo(table.At(key, slots?.StartOf(time) ?? default), rows);
            }
        }
    }

    private SpendKey? KeyOf(SqliteDataReader row, SpendQuery query, bool byRun)
    {
        var key = new SpendKey
        {
            Agent = agents.Of(row, 14),
            Role = names.Of(row, 15),
            Model = names.Of(row, 16),
            Deployment = names.Of(row, 17),
            Provider = names.Of(row, 18),
            Tenant = names.Of(row, 19),
            Run = byRun ? row.GetString(21) : null,
            TagKey = query.TagKey,
        };
        if (query.TagKey is { } tag)
        {
            if (row.IsDBNull(20) || Tag(row.GetString(20), tag) is not { } value)
            {
                return null;
            }

            key = key with { Tag = value };
        }

        return key.Matches(query) ? key : null;
    }

    private static string? Tag(string tags, string key)
    {
        using var json = JsonDocument.Parse(tags);
        return json.RootElement.TryGetProperty(key, out var value) ? value.GetString() : null;
    }

    public static void AddTo(SpendSum sum, SqliteDataReader row)
    {
        var answered =
            (RoundTripOutcome)row.GetInt64(3)
            is RoundTripOutcome.Answered
                or RoundTripOutcome.AnsweredByFilter;
        var cost = Money(row, Cost);
        var baseline = Money(row, Baseline);
        sum.RoundTrips++;
        sum.Unanswered += answered ? 0 : 1;
        sum.Attempts += row.GetInt64(4);
        sum.Fallbacks += row.GetInt64(5);
        sum.Estimated += row.GetInt64(6);
        sum.Unpriced += cost is null ? 1 : 0;
        sum.Cost += cost ?? 0;
        sum.Baseline += baseline ?? 0;
        sum.Saved += (baseline - cost) ?? 0;
        sum.Usage.Add(row.GetFieldValue<byte[]>(13));
        if (answered)
        {
            sum.Latency.Add(LatencyHistogram.Bucket(new(row.GetInt64(1))), 1);
        }

        if (!row.IsDBNull(2))
        {
            sum.FirstToken.Add(LatencyHistogram.Bucket(new(row.GetInt64(2))), 1);
        }
    }

    private static decimal? Money(SqliteDataReader row, int first) =>
        row.IsDBNull(first) ? null : SumColumns.Money(row, first);
}
