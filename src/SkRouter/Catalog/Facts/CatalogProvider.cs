using System.Text.RegularExpressions;
using SkRouter.Spend;

namespace SkRouter.Catalog.Facts;

/// <summary>One provider of the catalogue: how to know it, how its APIs report usage, and what it serves.</summary>
internal sealed class CatalogProvider(
    string id,
    Func<IReadOnlyList<CatalogModel>> models,
    Func<IReadOnlyList<UsageExtractor>> usage
)
{
    private static readonly TimeSpan RegexLimit = TimeSpan.FromSeconds(1);

    // Most apps need one provider of many, and reading is most of what loading the catalogue takes.
    private readonly Lazy<IReadOnlyList<CatalogModel>> _models = new(models);
    private readonly Lazy<IReadOnlyList<UsageExtractor>> _usage = new(usage);

    public string Id => id;

    /// <summary>A regular expression for the beginning of its addresses.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Names of models by which it is recognised.</summary>
    public MatchRule? Serves { get; init; }

    /// <summary>Other names that it goes by.</summary>
    public MatchRule? Called { get; init; }

    /// <summary>Providers whose models it also serves, at their prices, unless it has its own.</summary>
    public IReadOnlyList<string> Borrows { get; init; } = [];

    public IReadOnlyList<UsageExtractor> Usage => _usage.Value;

    public IReadOnlyList<CatalogModel> Models => _models.Value;

    public CatalogModel? Own(string model)
    {
        foreach (var candidate in Models)
        {
            if (candidate.Match.Matches(model))
            {
                return candidate;
            }
        }

        return null;
    }

    public UsageExtractor? Extractor(string flavor) =>
        Usage.FirstOrDefault(extractor => extractor.Flavor == flavor);

    public bool IsAt(string address)
    {
        try
        {
            return Endpoint is not null
                && Regex.IsMatch(
                    address,
                    "^(?:" + Endpoint + ")",
                    RegexOptions.CultureInvariant,
                    RegexLimit
                );
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
