using Microsoft.Data.Sqlite;

namespace SkRouter.Ledger.Sqlite.Reading;

/// <summary>Names by the numbers that stand for them; what is known never changes.</summary>
internal sealed class NameCache(SqliteConnection connection, string table)
{
    private const int MostKnown = 10_000;

    private readonly Dictionary<long, string> _known = [];

    public string? Of(SqliteDataReader row, int column)
    {
        if (row.IsDBNull(column))
        {
            return null;
        }

        var id = row.GetInt64(column);
        if (_known.TryGetValue(id, out var name))
        {
            return name;
        }

        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        return _known[id] = Find("name", "id", id) as string ?? "";
    }

    /// <summary>The number of a name; null if it was never written.</summary>
    public long? IdOf(string name) => Find("id", "name", name) as long?;

    private object? Find(string wanted, string column, object value)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {wanted} FROM {table} WHERE {column} = $value";
        command.Parameters.AddWithValue("$value", value);
        return command.ExecuteScalar();
    }
}
