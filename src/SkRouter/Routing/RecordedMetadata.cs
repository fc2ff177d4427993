using System.Collections;
using System.Diagnostics.CodeAnalysis;
using SkRouter.Pipeline;
using SkRouter.Protocols;

namespace SkRouter.Routing;

/// <summary>
/// A provider's metadata with the record of the round trip beside it. A view, for a copy would cost more than the rest of the answer. The record, and what
/// connectors keep for callers of the provider's protocol, are found by their keys only: code that goes through all entries, as serializers of conversations do, does not
/// see them.
/// </summary>
internal sealed class RecordedMetadata : IReadOnlyDictionary<string, object?>
{
    private const string Key = DecisionRecord.MetadataKey;

    // As SkRouter.Connectors names them.
    private const string RawUsage = "skrouter.raw_usage";
    private const string Headers = "skrouter.headers";

    private readonly IReadOnlyDictionary<string, object?>? _provider;
    private readonly DecisionRecord? _record;

    public RecordedMetadata(IReadOnlyDictionary<string, object?>? provider, DecisionRecord? record)
    {
        // A model that hands out the same message again would nest views without end.
        _provider = provider is RecordedMetadata earlier ? earlier._provider : provider;
        _record = record;
    }

    public int Count => this.Count(static _ => true);

    public IEnumerable<string> Keys => this.Select(pair => pair.Key);

    public IEnumerable<object?> Values => this.Select(pair => pair.Value);

    public object? this[string key] =>
        TryGetValue(key, out var value)
            ? value
            : throw new KeyNotFoundException($"The answer's metadata have no '{key}'.");

    public bool ContainsKey(string key) => key == Key || _provider?.ContainsKey(key) == true;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        if (key == Key)
        {
            value = _record;
            return true;
        }

        value = null;
        return _provider?.TryGetValue(key, out value) == true;
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        foreach (var pair in _provider ?? Enumerable.Empty<KeyValuePair<string, object?>>())
        {
            if (pair.Key != Key && !IsForCallers(pair.Key))
            {
                yield return pair;
            }
        }
    }

    private static bool IsForCallers(string key) =>
        key is RawUsage or Headers || ProtocolFields.ProtocolOf(key) is not null;

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
