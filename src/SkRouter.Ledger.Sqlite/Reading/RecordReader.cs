using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Reading;

/// <summary>Reads whole records.</summary>
internal sealed class RecordReader(SqliteConnection connection, NameCache names, NameCache agents)
{
    public RecordPage Page(RecordQuery query, CancellationToken cancellationToken)
    {
        var (at, number) = RecordPage.Below(query.After);
        using var command = connection.CreateCommand();
        if (Conditions(command, query) is not { } conditions)
        {
            return new([], null);
        }

        command.CommandText =
            "SELECT d.record, r.started_at, r.id FROM requests r JOIN decisions d ON d.request_id = r.id "
            + $"WHERE (r.started_at, r.id) < ($at, $number){conditions} ORDER BY r.started_at DESC, r.id DESC LIMIT $count";
        command.Parameters.AddWithValue("$at", at == long.MaxValue ? at : FromMark(at));
        command.Parameters.AddWithValue("$number", number);
        command.Parameters.AddWithValue("$count", query.Count + 1L);
        var records = new List<DecisionRecord>();
        string? next = null;
        string? last = null;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (records.Count == query.Count)
            {
                next = last;
                break;
            }

            records.Add(RecordJson.Read(rows.GetString(0)));
            last = RecordPage.Mark(ToMark(rows.GetInt64(1)), rows.GetInt64(2));
        }

        return new(records, next);
    }

    /// <summary>The last settled ones, the newest first.</summary>
    public List<DecisionRecord> Recent(string? run, int count, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT d.record FROM requests r JOIN decisions d ON d.request_id = r.id"
            + (run is null ? "" : " WHERE r.run_id = (SELECT id FROM runs WHERE run = $run)")
            + " ORDER BY r.id DESC LIMIT $count";
        command.Parameters.AddWithValue("$run", (object?)run ?? DBNull.Value);
        command.Parameters.AddWithValue("$count", count);
        var records = new List<DecisionRecord>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            records.Add(RecordJson.Read(rows.GetString(0)));
        }

        return records;
    }

    /// <summary>Null if a name that is asked for was never written, so that nothing can match.</summary>
    private string? Conditions(SqliteCommand command, RecordQuery query)
    {
        var sql = "";
        var possible =
            Named("r.agent_id", agents, query.Agent)
            && Named("r.role_id", names, query.Role)
            && Named("r.model_id", names, query.Model)
            && Named("r.deployment_id", names, query.Deployment)
            && Named("r.tenant_id", names, query.Tenant);
        if (query.Run is { } run)
        {
            sql += " AND r.run_id = (SELECT id FROM runs WHERE run = $run)";
            command.Parameters.AddWithValue("$run", run);
        }

        if (query.Outcome is { } outcome)
        {
            // In the text, so that SQLite sees that the index of those without an answer serves.
            sql += FormattableString.Invariant($" AND r.outcome = {(int)outcome}");
            sql += outcome is RoundTripOutcome.Answered ? "" : " AND r.outcome <> 0";
        }

        Bound(">=", "$since", query.Since);
        Bound("<", "$until", query.Until);
        return possible ? sql : null;

        bool Named(string column, NameCache cache, string? name)
        {
            if (name is null)
            {
                return true;
            }

            if (cache.IdOf(name) is not { } id)
            {
                return false;
            }

            sql += FormattableString.Invariant($" AND {column} = {id}");
            return true;
        }

        void Bound(string comparison, string parameter, DateTimeOffset? time)
        {
            if (time is { } known)
            {
                sql += $" AND r.started_at {comparison} {parameter}";
                command.Parameters.AddWithValue(parameter, LedgerTime.Ticks(known));
            }
        }
    }

    // A mark is never negative, a time before 1970 is.
    private static long ToMark(long ticks) => ticks + DateTimeOffset.UnixEpoch.UtcTicks;

    private static long FromMark(long mark) => mark - DateTimeOffset.UnixEpoch.UtcTicks;
}
