using System.Globalization;
using Microsoft.Data.Sqlite;

namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>A prepared statement whose parameters are called <c>$0</c>, <c>$1</c> and so on.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
        {
            _command.Parameters.Add(
                new SqliteParameter { ParameterName = Name(i), Value = DBNull.Value }
            );
        }

        _command.Prepare();
    }

    public object? this[int parameter]
    {
        set => _command.Parameters[parameter].Value = value ?? DBNull.Value;
    }

    /// <summary>Three parameters at once: an amount, or nulls if it is unknown.</summary>
    public void SetMoney(int parameter, decimal? usd)
    {
        var money = usd is { } known ? LedgerMoney.Of(known) : (LedgerMoney?)null;
        this[parameter] = money?.Usd;
        this[parameter + 1] = money?.Nano;
        this[parameter + 2] = money?.Atto;
    }

    public void Run() => _command.ExecuteNonQuery();

    public long RunForNumber() =>
        Convert.ToInt64(_command.ExecuteScalar(), CultureInfo.InvariantCulture);

    public SqliteDataReader Read() => _command.ExecuteReader();

    public void Dispose() => _command.Dispose();

    /// <summary><c>$0, $1, ...</c> for a list of values.</summary>
    public static string Places(int count, int first = 0) =>
        string.Join(", ", Enumerable.Range(first, count).Select(Name));

    private static string Name(int parameter) =>
        string.Create(CultureInfo.InvariantCulture, $"${parameter}");
}
