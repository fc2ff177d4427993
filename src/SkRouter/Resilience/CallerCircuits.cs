using SkRouter.DependencyInjection;

namespace SkRouter.Resilience;

/// <summary>Circuits of a deployment that are open for one caller each. Not safe for several threads.</summary>
internal sealed class CallerCircuits(CircuitOptions options)
{
    private const int Most = 64;

    private readonly Dictionary<string, Entry> _open = new(StringComparer.Ordinal);

    public bool Any => _open.Count > 0;

    public int Count => _open.Count;

    /// <returns>Null where the caller's calls are not held back.</returns>
    public HealthReading? Read(string caller, DateTimeOffset now) =>
        _open.TryGetValue(caller, out var entry) ? entry.Circuit.Read(now, entry.Reason) : null;

    public bool IsProbing(string caller) =>
        _open.TryGetValue(caller, out var entry) && entry.Circuit.IsProbing;

    public void BeginProbe(string caller)
    {
        if (_open.TryGetValue(caller, out var entry))
        {
            entry.Circuit.BeginProbe();
        }
    }

    public void DropProbe(string caller)
    {
        if (_open.TryGetValue(caller, out var entry))
        {
            entry.Circuit.DropProbe();
        }
    }

    public void Open(string caller, string reason, DateTimeOffset now)
    {
        if (!_open.TryGetValue(caller, out var entry))
        {
            if (_open.Count >= Most)
            {
                _open.Remove(_open.MinBy(known => known.Value.OpenedAt).Key);
            }

            _open[caller] = entry = new(new(options));
        }

        entry.Circuit.Open(now);
        (entry.Reason, entry.OpenedAt) = (reason, now);
    }

    /// <returns>False if it was not open.</returns>
    public bool Close(string caller) => _open.Remove(caller);

    public void Clear() => _open.Clear();

    private sealed class Entry(CircuitState circuit)
    {
        public CircuitState Circuit => circuit;

        public string Reason { get; set; } = "";

        public DateTimeOffset OpenedAt { get; set; }
    }
}
