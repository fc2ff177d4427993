using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>The entries of additional properties that are for one provider or protocol: see <see cref="ProviderFields"/> and <see cref="WireProtocols"/>.</summary>
internal static class ProviderExtras
{
    /// <summary>Gets whether there is any.</summary>
    public static bool Any(AdditionalPropertiesDictionary? properties, Speaker speaker)
    {
        if (properties is null || properties.Count == 0)
        {
            return false;
        }
        foreach (var (key, _) in properties)
        {
            if (speaker.FieldOf(key) is not null)
            {
                return true;
            }
        }
        return false;
    }

    public static object? Get(
        AdditionalPropertiesDictionary? properties,
        Speaker speaker,
        string name
    ) =>
        properties is null ? null
        : properties.TryGetValue(ProtocolFields.Key(speaker.Provider, name), out var own) ? own
        : properties.TryGetValue(ProtocolFields.Key(speaker.Protocol, name), out var value) ? value
        : null;

    public static string? Text(
        AdditionalPropertiesDictionary? properties,
        Speaker speaker,
        string name
    ) => Get(properties, speaker, name)?.ToString();

    /// <summary>Writes the fields; where a protocol's and the provider's own name the same one, the provider's counts.</summary>
    public static void Write(
        JsonObject target,
        IEnumerable<KeyValuePair<string, object?>>? properties,
        Speaker speaker,
        params string[] except
    )
    {
        if (properties is null)
        {
            return;
        }
        foreach (var name in new[] { speaker.Protocol, speaker.Provider })
        {
            foreach (var (key, value) in properties)
            {
                if (
                    ProtocolFields.After(key, name) is { } field
                    && !except.Contains(field, StringComparer.Ordinal)
                )
                {
                    Set(target, field, WireJson.Node(value));
                }
            }
        }
    }

    private static void Set(JsonObject target, string field, JsonNode? node)
    {
        if (node is JsonObject more && target[field] is JsonObject known)
        {
            Merge(known, more);
        }
        else
        {
            target[field] = node;
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
}
