using System.Text.Json;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>
/// The tags of a round trip. Sums are kept for each value of each tag, so their number and length are bounded: what is too
/// much is left out of the record, which then says so.
/// </summary>
internal static class RoundTripTags
{
    /// <summary>Tags of one round trip at most.</summary>
    public const int Most = 16;

    /// <summary>Characters of a key at most.</summary>
    public const int LongestKey = 64;

    /// <summary>Characters of a value at most.</summary>
    public const int LongestValue = 256;

    /// <summary>The call's own go before the scope's, and those before what the framework above knows.</summary>
    public static void Collect(
        ModelInvocationContext context,
        RoutingScope? scope,
        CallerIdentity? caller
    )
    {
        if (Carriers.Value(context.Request, CarrierKeys.Tags) is { } carried)
        {
            Add(context, Read(carried));
        }

        Add(context, scope?.Tags);
        Add(context, caller?.Tags);
    }

    /// <summary>What goes on the record: a copy, within the bounds.</summary>
    public static IReadOnlyDictionary<string, string> Settle(ModelInvocationContext context)
    {
        if (context.TagsOrNull is not { Count: > 0 } tags)
        {
            return DecisionRecord.NoTags;
        }

        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags.Count == 1 ? tags : InOrder(tags))
        {
            if (kept.Count == Most)
            {
                context.Note($"tags beyond the first {Most} were left out");
                break;
            }

            if (key.Length is 0 or > LongestKey || value is null or { Length: > LongestValue })
            {
                context.Note($"tag '{Shown(key)}' was left out: its key or value is too long");
                continue;
            }

            kept.Add(key, value);
        }

        return kept;
    }

    private static IEnumerable<KeyValuePair<string, string>> InOrder(
        IReadOnlyDictionary<string, string> tags
    ) => tags.OrderBy(tag => tag.Key, StringComparer.Ordinal);

    private static string Shown(string key) => key.Length > LongestKey ? key[..LongestKey] : key;

    private static void Add(
        ModelInvocationContext context,
        IEnumerable<KeyValuePair<string, string>>? tags
    )
    {
        if (tags is null)
        {
            return;
        }

        foreach (var (key, value) in tags)
        {
            context.Tags.TryAdd(key, value);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Read(object carried) =>
        carried switch
        {
            IEnumerable<KeyValuePair<string, string>> tags => tags,
            string text => Parse(text),
            JsonElement { ValueKind: JsonValueKind.String } text => Parse(text.GetString()!),
            JsonElement { ValueKind: JsonValueKind.Object } tags => tags.EnumerateObject()
                .Select(tag => new KeyValuePair<string, string>(tag.Name, tag.Value.ToString())),
            _ => throw Unreadable(carried.GetType().Name),
        };

    private static IEnumerable<KeyValuePair<string, string>> Parse(string text)
    {
        foreach (var part in text.Split(',', Splitting))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            yield return equals > 0
                ? new(part[..equals].TrimEnd(), part[(equals + 1)..].TrimStart())
                : throw Unreadable($"'{ProviderErrorText.Clean(part)}'");
        }
    }

    private const StringSplitOptions Splitting =
        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private static RouterException Unreadable(string what) =>
        new(
            RouterErrorCode.UnsupportedSetting,
            $"{CarrierKeys.Tags} holds {what}, but must be a text such as 'project=apollo, stage=test' or a dictionary of texts."
        );
}
