using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Reading;

/// <summary>Reads what was summed up for pairs of dimensions, by day.</summary>
internal sealed class PairReader(SqliteConnection connection)
{
    private readonly bool _hasPairs = HasPairs(connection);

    /// <summary>Adds the sums of the whole days of a window.</summary>
    /// <returns>What of the window is to be read from the rows: its ragged ends, and hours that are not summed up yet.</returns>
    public List<WindowPiece> Add(
        SpendTable table,
        SpendQuery query,
        long? since,
        long? until,
        CancellationToken cancellationToken
    )
    {
        var from = since ?? long.MinValue;
        var to = until ?? long.MaxValue;
        var days = (
            From: since is { } first ? LedgerTime.Ceiling(first, LedgerTime.Day) : from,
            To: until is { } last ? LedgerTime.Floor(last, LedgerTime.Day) : to
        );
        if (!_hasPairs || days.From >= days.To)
        {
            return [new(PieceKind.Rows, from, to)];
        }

        AddDays(table, query, days.From, days.To, cancellationToken);
        var rows = new List<WindowPiece>();
        AddPiece(rows, from, days.From);
        foreach (var hour in OpenHours(days.From, days.To))
        {
            AddPiece(rows, hour * LedgerTime.Hour, (hour + 1) * LedgerTime.Hour);
        }

        AddPiece(rows, days.To, to);
        return rows;
    }

    private void AddDays(
        SpendTable table,
        SpendQuery query,
        long from,
        long to,
        CancellationToken cancellationToken
    )
    {
        var (first, second) = Dimensions.Both(query.Concerned);
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT value, second, {SumColumns.Names} FROM spend_pairs "
            + "WHERE dimensions = $dimensions AND start >= $from AND start < $to";
        command.Parameters.AddWithValue(
            "$dimensions",
            Dimensions.PairName(first, second, query.TagKey)
        );
        command.Parameters.AddWithValue("$from", Start(from, LedgerTime.Day));
        command.Parameters.AddWithValue("$to", Start(to, LedgerTime.Day));
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var key = Dimensions.Key(first, Text(rows, 0), second, Text(rows, 1), query.TagKey);
            if (key.Matches(query))
            {
                SumColumns.AddTo(table.At(key), rows, 2);
            }
        }
    }

    private List<long> OpenHours(long from, long to)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT start FROM spend_hours h
            WHERE dimension = 'all' AND start >= $from AND start < $to
                AND NOT EXISTS (SELECT 1 FROM pair_hours p WHERE p.start = h.start)
            ORDER BY start
            """;
        command.Parameters.AddWithValue("$from", Start(from, LedgerTime.Hour));
        command.Parameters.AddWithValue("$to", Start(to, LedgerTime.Hour));
        var hours = new List<long>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            hours.Add(rows.GetInt64(0));
        }

        return hours;
    }

    private static void AddPiece(List<WindowPiece> pieces, long from, long to)
    {
        if (from >= to)
        {
            return;
        }

        if (pieces.Count > 0 && pieces[^1].To == from)
        {
            from = pieces[^1].From;
            pieces.RemoveAt(pieces.Count - 1);
        }

        pieces.Add(new(PieceKind.Rows, from, to));
    }

    private static string? Text(SqliteDataReader row, int column) =>
        row.GetFieldType(column) == typeof(string) ? row.GetString(column) : null;

    private static long Start(long ticks, long width) =>
        ticks is long.MinValue or long.MaxValue ? ticks : ticks / width;

    // A file that nobody has written to since an older version is only read.
    private static bool HasPairs(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'pair_hours'";
        return (long)command.ExecuteScalar()! > 0;
    }
}
