using System.Globalization;
using Microsoft.Data.Sqlite;
using SkRouter.Budgets;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Budgets;

/// <summary>Statements of the budgets' tables, prepared once for a connection. Parameters are called <c>$0</c>, <c>$1</c> and so on.</summary>
internal sealed class BudgetSql(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>A statement that is ready to run.</summary>
    public SqliteCommand For(string sql, params ReadOnlySpan<object> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands[sql] = command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(
                    new SqliteParameter(FormattableString.Invariant($"${i}"), null)
                );
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] switch
            {
                decimal usd => Text(usd),
                DateTimeOffset time => LedgerTime.Ticks(time),
                var other => other,
            };
        }

        return command;
    }

    public int Run(string sql, params ReadOnlySpan<object> values) =>
        For(sql, values).ExecuteNonQuery();

    public void Event(DateTimeOffset at, Budget budget, string what, object percent, decimal usd) =>
        Run(
            "INSERT INTO budget_events (at, scope, name, window, event, percent, usd) VALUES ($0, $1, $2, $3, $4, $5, $6)",
            at,
            budget.Scope.Kind.ToString(),
            budget.Scope.Name,
            budget.Window.ToString(),
            what,
            percent,
            usd
        );

    public static string Text(decimal usd) => usd.ToString(CultureInfo.InvariantCulture);

    public static decimal Usd(SqliteDataReader row, int column) =>
        decimal.Parse(row.GetString(column), NumberStyles.Number, CultureInfo.InvariantCulture);

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
    }
}
