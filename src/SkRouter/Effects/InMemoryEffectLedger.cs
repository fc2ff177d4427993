using System.Collections.Concurrent;

namespace SkRouter.Effects;

/// <summary>Records effects in memory: for tests, and for runs that are taken up again within one process.</summary>
public sealed class InMemoryEffectLedger : IEffectLedger
{
    private readonly ConcurrentDictionary<string, EffectEntry> _entries = new(
        StringComparer.Ordinal
    );

    /// <inheritdoc/>
    public ValueTask<EffectEntry?> FindAsync(
        string key,
        CancellationToken cancellationToken = default
    ) => ValueTask.FromResult(_entries.GetValueOrDefault(key));

    /// <inheritdoc/>
    public ValueTask BeginAsync(
        string key,
        string tool,
        CancellationToken cancellationToken = default
    )
    {
        _entries[key] = new(key, tool, EffectState.Begun, null);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask EndAsync(EffectEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _entries[entry.Key] = entry;
        return ValueTask.CompletedTask;
    }
}
