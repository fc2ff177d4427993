using System.Globalization;
using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Tests;

/// <summary>Holds what a file has summed up against its rows.</summary>
internal static class LedgerAudit
{
    // The three parts are summed apart and carry nothing over, so only what they make together is to be equal.
    private static readonly string[] Amounts = ["cost", "baseline"];

    public static void ShouldAddUp(string path)
    {
        using var connection = LedgerFile.OpenToRead(path, TimeSpan.FromSeconds(10));
        Lines(connection, "PRAGMA integrity_check").ShouldBe(["ok"]);
        var rows = Rows(connection);
        foreach (var table in (string[])["spend_hours", "spend_days"])
        {
            foreach (
                var dimension in (string[])
                    ["all", "agent", "role", "model", "deployment", "provider", "tenant"]
            )
            {
                Sums(connection, $"{table} WHERE dimension = '{dimension}'")
                    .ShouldBe(rows, $"{table} by {dimension}");
            }
        }

        Sums(connection, "runs").ShouldBe(rows, "runs");
        Lines(connection, "SELECT count(*) FROM decisions")
            .ShouldBe(Lines(connection, "SELECT count(*) FROM requests"));
        Lines(connection, "SELECT count(*) FROM attempts")
            .ShouldBe(Lines(connection, "SELECT coalesce(sum(attempts), 0) FROM requests"));
        Lines(connection, "SELECT count(*) FROM requests WHERE run_id NOT IN (SELECT id FROM runs)")
            .ShouldBe(["0"]);
    }

    public static IReadOnlyList<string> Lines(string path, string sql)
    {
        using var connection = LedgerFile.OpenToRead(path, TimeSpan.FromSeconds(10));
        return Lines(connection, sql);
    }

    private static string Rows(SqliteConnection connection) =>
        Sums(
            connection,
            "requests",
            "count(*), sum(outcome > 1), sum(attempts), sum(fell_back), sum(cost_usd IS NULL), sum(estimated)"
        );

    private static string Sums(SqliteConnection connection, string from) =>
        Sums(
            connection,
            from,
            "sum(round_trips), sum(unanswered), sum(attempts), sum(fallbacks), sum(unpriced), sum(estimated)"
        );

    private static string Sums(SqliteConnection connection, string from, string columns)
    {
        var line = Lines(connection, $"SELECT {columns} FROM {from}")[0];
        foreach (var name in Amounts)
        {
            using var command = connection.CreateCommand();
            command.CommandText =
                $"SELECT coalesce(sum({name}_usd), 0), coalesce(sum({name}_nano), 0), coalesce(sum({name}_atto), 0) FROM {from}";
            using var row = command.ExecuteReader();
            row.Read();
            line += string.Create(
                CultureInfo.InvariantCulture,
                $"|{SumColumns.Money(row, 0):0.##################}"
            );
        }

        return $"{line}|{Counts(connection, from)}";
    }

    private static string Counts(SqliteConnection connection, string from)
    {
        var sum = new SparseCounts();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT usage FROM {from}";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            sum.Add(rows.GetFieldValue<byte[]>(0));
        }

        return Convert.ToHexString(sum.ToBytes());
    }

    private static List<string> Lines(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var lines = new List<string>();
        while (rows.Read())
        {
            var values = new object[rows.FieldCount];
            rows.GetValues(values);
            lines.Add(
                string.Join(
                    '|',
                    values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))
                )
            );
        }

        return lines;
    }
}
