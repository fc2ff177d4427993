using System.Net.Http.Headers;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>What an answer carries besides its content: what was left out of the request, and the headers of gateways.</summary>
internal static class ResponseNotes
{
    /// <summary>Tells the tier that served a request also where the usage does not.</summary>
    private const string GeminiTierHeader = "x-gemini-service-tier";

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
        if (headers.TryGetValues(GeminiTierHeader, out var tiers))
        {
            properties ??= [];
            properties.TryAdd(ProviderFields.ServiceTier, tiers.First());
        }
        Dictionary<string, string>? kept = null;
        // Not validated: most headers are nothing to us and need not be parsed to see that.
        foreach (var (name, values) in headers.NonValidated)
        {
            if (IsKept(name))
            {
                kept ??= new(StringComparer.OrdinalIgnoreCase);
                kept[name] = secrets.Redact(string.Join(",", (IEnumerable<string>)values));
            }
        }
        if (kept is not null)
        {
            properties ??= [];
            properties[ProviderFields.Headers] = kept.AsReadOnly();
        }
        return properties;
    }

    private static bool IsKept(string header)
    {
        foreach (var prefix in Prefixes)
        {
            if (header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
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
