using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Reading;

/// <summary>Reads what was summed up when it was written: by hour, by day, by run.</summary>
internal sealed class SumReader(SqliteConnection connection)
{
    // A window of less than this part of the time on the books is narrow.
    private const int Narrow = 20;

    /// <summary>Adds the sums of one dimension within a piece. Hours that fall into two slots are left for the rows, and returned.</summary>
    public List<WindowPiece> Add(
        SpendTable table,
        SpendQuery query,
        WindowPiece piece,
        TimeSlots? slots,
        CancellationToken cancellationToken
    )
    {
        var days = piece.Kind is PieceKind.Days;
        var width = days ? LedgerTime.Day : LedgerTime.Hour;
        var split = new SortedSet<long>();
        using var command = Command(query, piece, days ? "spend_days" : "spend_hours", width);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = rows.GetInt64(0);
            var time = LedgerTime.Time(start * width);
            if (slots is not null && !days && !slots.HoldsHour(time))
            {
                split.Add(start);
                continue;
            }

            var value = rows.GetFieldType(1) == typeof(string) ? rows.GetString(1) : null;
            var key = Dimensions.Key(query.Concerned, value, query.TagKey);
            SumColumns.AddTo(table.At(key, slots?.StartOf(time) ?? default), rows, 2);
        }

        return
        [
            .. split.Select(start => new WindowPiece(
                PieceKind.Rows,
                start * width,
                (start + 1) * width
            )),
        ];
    }

    private SqliteCommand Command(SpendQuery query, WindowPiece piece, string table, long width)
    {
        var filter = FilterOf(query);
        var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT start, value, {SumColumns.Names} FROM {table} "
            + "WHERE dimension = $dimension AND start >= $from AND start < $to"
            + (filter is null ? "" : " AND value = $value");
        command.Parameters.AddWithValue(
            "$dimension",
            Dimensions.Name(query.Concerned, query.TagKey)
        );
        command.Parameters.AddWithValue("$from", Start(piece.From, width));
        command.Parameters.AddWithValue("$to", Start(piece.To, width));
        command.Parameters.AddWithValue("$value", (object?)filter ?? DBNull.Value);
        return command;
    }

    /// <summary>Adds every run, or the one asked for, whole.</summary>
    public void AddRuns(SpendTable table, SpendQuery query, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT run, {SumColumns.Names} FROM runs"
            + (query.Run is null ? "" : " WHERE run = $run");
        command.Parameters.AddWithValue("$run", (object?)query.Run ?? DBNull.Value);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            SumColumns.AddTo(table.At(new() { Run = rows.GetString(0) }), rows, 1);
        }
    }

    /// <summary>The dearest runs of a window, by when they began.</summary>
    public List<RunSpend> Dearest(RunQuery query)
    {
        using var command = connection.CreateCommand();
        // The inner query is answered from an index alone; only the chosen ones are then read.
        command.CommandText = $"""
            SELECT run, started_at, last_at, coalesce(ended_at, last_at), {SumColumns.Names} FROM runs WHERE id IN (
                SELECT id FROM runs {Index(query)}
                WHERE started_at >= $since AND started_at < $until {Least(query)}
                ORDER BY cost_usd + cost_nano * 1e-9 DESC LIMIT $count)
            """;
        command.Parameters.AddWithValue("$since", Ticks(query.Since, long.MinValue));
        command.Parameters.AddWithValue("$until", Ticks(query.Until, long.MaxValue));
        command.Parameters.AddWithValue("$count", query.Count);
        var runs = new List<RunSpend>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var sum = new SpendSum();
            SumColumns.AddTo(sum, rows, 4);
            var run = rows.GetString(0);
            runs.Add(
                new(
                    run,
                    LedgerTime.Time(rows.GetInt64(1)),
                    LedgerTime.Time(rows.GetInt64(2)),
                    sum.ToRow(new() { Run = run })
                )
                {
                    EndedAt = LedgerTime.Time(rows.GetInt64(3)),
                }
            );
        }

        return
        [
            .. runs.OrderByDescending(run => run.Sum.CostUsd)
                .ThenBy(run => run.Run, StringComparer.Ordinal),
        ];
    }

    private string Index(RunQuery query) =>
        query.LeastRoundTrips > 1 ? ""
        : IsWide(query) ? "INDEXED BY runs_by_cost"
        : "INDEXED BY runs_by_start";

    /// <summary>In the words of the index of runs of several round trips, so that it is used.</summary>
    private static string Least(RunQuery query) =>
        query.LeastRoundTrips switch
        {
            > 2 => FormattableString.Invariant(
                $"AND round_trips > 1 AND round_trips >= {query.LeastRoundTrips}"
            ),
            2 => "AND round_trips > 1",
            _ => "",
        };

    /// <summary>
    /// In a wide window the dearest runs of all are soon met within it; a narrow one has few runs, which are looked through.
    /// </summary>
    private bool IsWide(RunQuery query)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT (SELECT min(started_at) FROM runs), (SELECT max(started_at) FROM runs)";
        using var row = command.ExecuteReader();
        row.Read();
        if (row.IsDBNull(0))
        {
            return false;
        }

        var (first, last) = (row.GetInt64(0), row.GetInt64(1));
        var from = Math.Max(first, Ticks(query.Since, first));
        var to = Math.Min(last, Ticks(query.Until, last));
        return to - from >= (last - first) / Narrow;
    }

    private static long Ticks(DateTimeOffset? time, long open) =>
        time is { } known ? LedgerTime.Ticks(known) : open;

    private static long Start(long ticks, long width) =>
        ticks is long.MinValue or long.MaxValue ? ticks : ticks / width;

    private static string? FilterOf(SpendQuery query) =>
        query.Agent
        ?? query.Role
        ?? query.Model
        ?? query.Deployment
        ?? query.Provider
        ?? query.Tenant
        ?? query.TagValue;
}
