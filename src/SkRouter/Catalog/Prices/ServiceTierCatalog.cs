using System.Collections.Frozen;
using System.Text.Json;
using SkRouter.Catalog.Facts;

namespace SkRouter.Catalog.Prices;

/// <summary>
/// What service tiers and regions do to prices, from <c>service-tiers.json</c>: written by hand, with the source of every entry, because the
/// source of the catalogue has none.
/// </summary>
internal sealed class ServiceTierCatalog
{
    private const string Resource = "SkRouter.service-tiers.json";

    private static readonly Lazy<ServiceTierCatalog> BuiltIn = new(ReadBuiltIn);

    private readonly FrozenSet<string> _standard;
    private readonly FrozenDictionary<string, string> _aliases;
    private readonly FrozenSet<string> _anywhere;

    private ServiceTierCatalog(JsonElement file)
    {
        _standard = Words(file.GetProperty("standard"));
        _anywhere = Words(file.GetProperty("anywhere"));
        _aliases = file.GetProperty("aliases")
            .EnumerateObject()
            .ToFrozenDictionary(
                alias => alias.Name,
                alias => alias.Value.GetString()!,
                StringComparer.OrdinalIgnoreCase
            );
        Rules = [.. file.GetProperty("rules").EnumerateArray().SelectMany(Read)];
    }

    public static ServiceTierCatalog Default => BuiltIn.Value;

    public IReadOnlyList<ServiceTierRule> Rules { get; }

    /// <summary>A tier in the word that prices know it by; null for the standard one, and for none.</summary>
    public static string? Tier(string? word) =>
        string.IsNullOrWhiteSpace(word) ? null : Default.TierOf(word.Trim());

    /// <summary>A region in lower case; null if inference may have run anywhere.</summary>
    public static string? Region(string? word) =>
        string.IsNullOrWhiteSpace(word) || Default._anywhere.Contains(word.Trim())
            ? null
            : word.Trim().ToLowerInvariant();

    /// <summary>The rule for a term; null if no price is known for it. The first that matches counts.</summary>
    public ServiceTierRule? Find(string provider, string model, string term)
    {
        foreach (var rule in Rules)
        {
            if (rule.Provider == provider && rule.Term == term && rule.Models.Matches(model))
            {
                return rule;
            }
        }

        return null;
    }

    public static ServiceTierCatalog Parse(byte[] json)
    {
        using var file = JsonDocument.Parse(json);
        return new(file.RootElement);
    }

    private string? TierOf(string word)
    {
        if (_standard.Contains(word))
        {
            return null;
        }

        var known = _aliases.GetValueOrDefault(word, word);
        return _standard.Contains(known) ? null : known.ToLowerInvariant();
    }

    private static IEnumerable<ServiceTierRule> Read(JsonElement json)
    {
        var models = MatchRule.Parse(json.GetProperty("models"));
        var rates = json.TryGetProperty("price", out var price)
            ? CatalogReader.Schedule(price).Periods[0].Rates
            : null;
        var factor = json.TryGetProperty("factor", out var number) ? number.GetDecimal() : 1;
        foreach (var provider in json.GetProperty("providers").EnumerateArray())
        {
            foreach (var term in json.GetProperty("terms").EnumerateArray())
            {
                yield return new(provider.GetString()!, term.GetString()!, models, factor, rates);
            }
        }
    }

    private static FrozenSet<string> Words(JsonElement json) =>
        json.EnumerateArray()
            .Select(word => word.GetString()!)
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static ServiceTierCatalog ReadBuiltIn()
    {
        using var stream = typeof(ServiceTierCatalog).Assembly.GetManifestResourceStream(Resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Parse(bytes);
    }
}
