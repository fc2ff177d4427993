using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>A table of names that also says when each was first and last seen: agents, price versions.</summary>
internal sealed class SpannedIds(SqliteConnection connection, string table, string column)
    : IDisposable
{
    private readonly Dictionary<string, (long First, long Last)> _seen = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);

    private readonly Statement _upsert = new(
        connection,
        $"""
        INSERT INTO {table} ({column}, first_at, last_at) VALUES ($0, $1, $2)
        ON CONFLICT ({column}) DO UPDATE SET
            first_at = min(first_at, excluded.first_at),
            last_at = max(last_at, excluded.last_at)
        RETURNING id
        """
    );

    public void See(string? name, long at)
    {
        if (name is not null)
        {
            _seen[name] = _seen.TryGetValue(name, out var span)
                ? (Math.Min(span.First, at), Math.Max(span.Last, at))
                : (at, at);
        }
    }

    /// <summary>Writes what was seen in this batch; their numbers hold until the next.</summary>
    public void Write()
    {
        _ids.Clear();
        foreach (var (name, (first, last)) in _seen)
        {
            _upsert.Set(0, name);
            _upsert.Set(1, first);
            _upsert.Set(2, last);
            _ids[name] = _upsert.RunForNumber();
        }

        _seen.Clear();
    }

    public long? Of(string? name) => name is null ? null : _ids[name];

    public void Clear() => _seen.Clear();

    public void Dispose() => _upsert.Dispose();
}
