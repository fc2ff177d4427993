using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>
/// A prepared statement whose parameters are called <c>$0</c>, <c>$1</c> and so on. It speaks to SQLite directly: the client looks every
/// parameter up by name each time and boxes it, which costs more than the insert.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public Statement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_connection, sql, out _statement));
    }

    public void Set(int parameter, long? value) =>
        Check(
            value is { } known
                ? raw.sqlite3_bind_int64(_statement, parameter + 1, known)
                : raw.sqlite3_bind_null(_statement, parameter + 1)
        );

    public void Set(int parameter, string? value) =>
        Check(
            value is null
                ? raw.sqlite3_bind_null(_statement, parameter + 1)
                : raw.sqlite3_bind_text(_statement, parameter + 1, value)
        );

    public void Set(int parameter, ReadOnlySpan<byte> value) =>
        Check(
            value.IsEmpty
                ? raw.sqlite3_bind_zeroblob(_statement, parameter + 1, 0)
                : raw.sqlite3_bind_blob(_statement, parameter + 1, value)
        );

    /// <summary>UTF-8, for a column of text.</summary>
    public void SetUtf8(int parameter, ReadOnlySpan<byte> value) =>
        Check(raw.sqlite3_bind_text(_statement, parameter + 1, value));

    /// <summary>Three parameters at once: an amount, or nulls if it is unknown.</summary>
    public void SetMoney(int parameter, decimal? usd)
    {
        var money = usd is { } known ? LedgerMoney.Of(known) : (LedgerMoney?)null;
        Set(parameter, money?.Usd);
        Set(parameter + 1, money?.Nano);
        Set(parameter + 2, money?.Atto);
    }

    public void Run() => RunForNumber();

    /// <summary>The number of the row that was added; null if none was.</summary>
    public long? RunForRow()
    {
        Run();
        return raw.sqlite3_changes(_connection) == 0
            ? null
            : raw.sqlite3_last_insert_rowid(_connection);
    }

    /// <summary>The first column of the first row; 0 if there is none.</summary>
    public long RunForNumber()
    {
        long number = 0;
        try
        {
            var first = true;
            int code;
            while ((code = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW)
            {
                number = first ? raw.sqlite3_column_int64(_statement, 0) : number;
                first = false;
            }

            Check(code);
            return number;
        }
        finally
        {
            // Says once more what the step has said.
            _ = raw.sqlite3_reset(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    /// <summary><c>$0, $1, ...</c> for a list of values.</summary>
    public static string Places(int count) =>
        string.Join(
            ", ",
            Enumerable
                .Range(0, count)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"${i}"))
        );

    private void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            throw new SqliteException(
                raw.sqlite3_errmsg(_connection).utf8_to_string(),
                code,
                raw.sqlite3_extended_errcode(_connection)
            );
        }
    }
}
