using System.Collections;
using System.Diagnostics.CodeAnalysis;
using SkRouter.Pipeline;

namespace SkRouter.Routing;

/// <summary>
/// A provider's metadata with the record of the round trip beside it. A view, for a copy would cost more than the rest of the answer. The record is
/// found by its key only: whoever goes through all entries, as serializers of conversations do, sees those of the provider.
/// </summary>
internal sealed class RecordedMetadata : IReadOnlyDictionary<string, object?>
{
    private const string Key = DecisionRecord.MetadataKey;

    private readonly IReadOnlyDictionary<string, object?>? _provider;
    private readonly DecisionRecord? _record;

    public RecordedMetadata(IReadOnlyDictionary<string, object?>? provider, DecisionRecord? record)
    {
        // A model that hands out the same message again would nest views without end.
        _provider = provider is RecordedMetadata earlier ? earlier._provider : provider;
        _record = record;
    }

    public int Count => (_provider?.Count ?? 0) - (_provider?.ContainsKey(Key) == true ? 1 : 0);

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
            if (pair.Key != Key)
            {
                yield return pair;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
