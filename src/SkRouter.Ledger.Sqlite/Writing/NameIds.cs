using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>The numbers that stand for names in the rows. Names are never deleted, so what is known stays true, in other processes too.</summary>
internal sealed class NameIds(SqliteConnection connection) : IDisposable
{
    // More names than an app has; those of one that makes them up as it goes are looked up again.
    private const int MostKnown = 10_000;

    private readonly Dictionary<string, long> _known = new(StringComparer.Ordinal);

    private readonly Statement _insert = new(
        connection,
        "INSERT INTO names (name) VALUES ($0) ON CONFLICT (name) DO NOTHING"
    );

    private readonly Statement _find = new(connection, "SELECT id FROM names WHERE name = $0");

    public long? Of(string? name)
    {
        if (name is null)
        {
            return null;
        }

        if (_known.TryGetValue(name, out var id))
        {
            return id;
        }

        _insert.Set(0, name);
        _insert.Run();
        _find.Set(0, name);
        id = _find.RunForNumber();
        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        _known[name] = id;
        return id;
    }

    /// <summary>What was given out since the last commit does not hold.</summary>
    public void RolledBack() => _known.Clear();

    public void Dispose()
    {
        _insert.Dispose();
        _find.Dispose();
    }
}
