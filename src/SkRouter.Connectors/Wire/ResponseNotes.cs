using System.Net.Http.Headers;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>What an answer carries besides its content: what was left out of the request, and the headers of gateways.</summary>
internal static class ResponseNotes
{
    private static readonly string[] Prefixes =
    [
        "x-ratelimit-",
        "anthropic-ratelimit-",
        "x-litellm-",
        "x-portkey-",
        "x-kong-",
        "x-request-id",
        "request-id",
    ];

    public static AdditionalPropertiesDictionary? Add(
        AdditionalPropertiesDictionary? properties,
        IReadOnlyList<string> dropped,
        HttpResponseHeaders headers,
        Secrets secrets
    )
    {
        if (dropped.Count > 0)
        {
            properties ??= [];
            properties[ProviderFields.Dropped] = dropped.ToArray();
        }
        if (ProviderBill.In(headers) is { } bill)
        {
            properties ??= [];
            properties.TryAdd(ProviderFields.BilledCost, bill);
        }
        var kept = headers
            .Where(static header =>
                Prefixes.Any(prefix =>
                    header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                )
            )
            .ToDictionary(
                static header => header.Key,
                header => secrets.Redact(string.Join(",", header.Value)),
                StringComparer.OrdinalIgnoreCase
            );
        if (kept.Count > 0)
        {
            properties ??= [];
            properties[ProviderFields.Headers] = kept.AsReadOnly();
        }
        return properties;
    }

    /// <summary>A stream says them once, on its first update.</summary>
    public static AdditionalPropertiesDictionary? MoveTo(
        ChatResponseUpdate update,
        AdditionalPropertiesDictionary? notes
    )
    {
        if (notes is null)
        {
            return null;
        }
        foreach (var (name, value) in notes)
        {
            update.AdditionalProperties ??= [];
            update.AdditionalProperties[name] = value;
        }
        return null;
    }
}
