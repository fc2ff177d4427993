using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>The <c>provider.name</c> entries of additional properties: see <see cref="ProviderFields"/>.</summary>
internal static class ProviderExtras
{
    public static IEnumerable<KeyValuePair<string, object?>> Of(
        IEnumerable<KeyValuePair<string, object?>>? properties,
        string provider
    )
    {
        foreach (var (key, value) in properties ?? [])
        {
            if (IsFor(key, provider))
            {
                yield return new(key[(provider.Length + 1)..], value);
            }
        }
    }

    public static object? Get(
        AdditionalPropertiesDictionary? properties,
        string provider,
        string name
    ) =>
        properties is not null && properties.TryGetValue($"{provider}.{name}", out var value)
            ? value
            : null;

    public static string? Text(
        AdditionalPropertiesDictionary? properties,
        string provider,
        string name
    ) => Get(properties, provider, name)?.ToString();

    public static void Write(
        JsonObject target,
        IEnumerable<KeyValuePair<string, object?>>? properties,
        string provider,
        params string[] except
    )
    {
        foreach (var (name, value) in Of(properties, provider))
        {
            if (except.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }
            var node = WireJson.Node(value);
            if (node is JsonObject more && target[name] is JsonObject known)
            {
                Merge(known, more);
            }
            else
            {
                target[name] = node;
            }
        }
    }

    private static void Merge(JsonObject known, JsonObject more)
    {
        foreach (var (name, value) in more)
        {
            if (value is JsonObject deeper && known[name] is JsonObject inner)
            {
                Merge(inner, deeper);
            }
            else
            {
                known[name] = value?.DeepClone();
            }
        }
    }

    private static bool IsFor(string key, string provider) =>
        key.Length > provider.Length + 1
        && key[provider.Length] == '.'
        && key.StartsWith(provider, StringComparison.OrdinalIgnoreCase);
}
