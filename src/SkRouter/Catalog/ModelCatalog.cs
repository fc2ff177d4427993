using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SkRouter.Catalog.Facts;

namespace SkRouter.Catalog;

/// <summary>
/// Facts about models: windows, prices, capabilities, and how each provider reports usage. Immutable. The built-in one is made
/// by <c>skrouter models update</c>; the file names its source and the day of its last check.
/// </summary>
public sealed partial class ModelCatalog
{
    private const string Resource = "SkRouter.models.json";

    private static readonly Lazy<ModelCatalog> BuiltIn = new(ReadBuiltIn);

    private readonly IReadOnlyList<CatalogProvider> _providers;

    private ModelCatalog(DateOnly checkedOn, IReadOnlyList<CatalogProvider> providers, string hash)
    {
        CheckedOn = checkedOn;
        _providers = providers;
        Version = string.Create(
            CultureInfo.InvariantCulture,
            $"catalogue {checkedOn:yyyy-MM-dd} {hash}"
        );
    }

    /// <summary>The catalogue that comes with the library; read when first used.</summary>
    public static ModelCatalog Default => BuiltIn.Value;

    /// <summary>The day on which its facts were last checked.</summary>
    public DateOnly CheckedOn { get; }

    /// <summary>Names this catalogue by its day and the hash of its contents; part of every price's version.</summary>
    public string Version { get; }

    internal IReadOnlyList<CatalogProvider> Providers => _providers;

    /// <summary>Reads a catalogue file, as <c>skrouter models update</c> writes it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">It is no catalogue; the message says where.</exception>
    public static ModelCatalog Load(string path) => Parse(File.ReadAllBytes(path));

    /// <summary>What is known of a model; null if nothing is.</summary>
    /// <param name="provider">
    /// Who runs it: a provider's name in the catalogue, a name it also goes by, or the beginning of its address. Null or
    /// unknown: whose model it is follows from the model's name.
    /// </param>
    /// <param name="modelId">The model as requests name it; aliases and dated names are resolved.</param>
    public ModelFacts? Find(string? provider, string modelId)
    {
        ArgumentNullException.ThrowIfNull(modelId);
        var name = modelId.Trim();
        var known = provider is null ? null : FindProvider(provider);
        foreach (var spelling in Spellings(name))
        {
            var owner = known ?? OwnerOf(spelling);
            if (owner is not null && FindModel(owner, spelling) is var (at, model))
            {
                return Facts(at, model, spelling);
            }
        }

        return
            name.Split('/', 2) is [var prefix, var rest]
            && known is null
            && FindProvider(prefix) is { } named
            ? Find(named.Id, rest)
            : null;
    }

    /// <summary>A provider by its name, a name it also goes by, or its address.</summary>
    internal CatalogProvider? FindProvider(string name)
    {
        var wanted = name.Trim();
        return _providers.FirstOrDefault(p =>
                p.Id.Equals(wanted, StringComparison.OrdinalIgnoreCase)
            )
            ?? _providers.FirstOrDefault(p => p.IsAt(wanted))
            ?? _providers.FirstOrDefault(p => p.Called?.Matches(wanted) == true);
    }

    /// <summary>A model by exactly this name: at the provider, or at one whose models it also serves.</summary>
    internal (CatalogProvider Provider, CatalogModel Model)? FindModel(
        CatalogProvider provider,
        string name
    )
    {
        if (provider.Own(name) is { } own)
        {
            return (provider, own);
        }

        foreach (var id in provider.Borrows)
        {
            var lender = _providers.FirstOrDefault(p => p.Id == id);
            if (lender?.Own(name) is { } lent)
            {
                return (lender, lent);
            }
        }

        return null;
    }

    internal ModelFacts Facts(CatalogProvider provider, CatalogModel model, string name) =>
        new()
        {
            Id = model.Id,
            Provider = provider.Id,
            ContextWindow = model.ContextWindow,
            Capabilities = KnownCapabilities.Of(model.Id),
            Price = model.Price is { } schedule
                ? ModelPrice.From(
                    schedule.Of(provider.Id, name),
                    $"{Version} {provider.Id}/{model.Id}",
                    new(CheckedOn.ToDateTime(new(12, 0)), TimeSpan.Zero)
                )
                : null,
        };

    /// <summary>Reads all of a file, so that what is wrong with it is known now.</summary>
    internal static ModelCatalog Parse(byte[] json)
    {
        try
        {
            var catalog = Open(json);
            foreach (var provider in catalog.Providers)
            {
                _ = (provider.Models.Count, provider.Usage.Count);
            }

            return catalog;
        }
        catch (Exception exception)
            when (exception
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or ArgumentException
                        or IndexOutOfRangeException
            )
        {
            throw new FormatException(
                $"This is no catalogue of models: {exception.Message}",
                exception
            );
        }
    }

    // The document is kept: providers read their part of it when they are first asked for.
    private static ModelCatalog Open(byte[] json)
    {
        var (checkedOn, providers) = CatalogReader.Read(JsonDocument.Parse(json).RootElement);
        return new(checkedOn, providers, Hash(json).ToString("x16", CultureInfo.InvariantCulture));
    }

    /// <summary>FNV-1a (Fowler, Noll, Vo): a name for the contents, not a protection of them.</summary>
    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in bytes)
        {
            hash = (hash ^ one) * 1099511628211UL;
        }

        return hash;
    }

    private CatalogProvider? OwnerOf(string model) =>
        _providers.FirstOrDefault(p => p.Serves?.Matches(model) == true);

    /// <summary>The name, then what it is an alias or a dated copy of.</summary>
    private static IEnumerable<string> Spellings(string name)
    {
        yield return name;
        var bare = name.StartsWith("models/", StringComparison.OrdinalIgnoreCase)
            ? name["models/".Length..]
            : name;
        if (bare != name)
        {
            yield return bare;
        }

        var undated = Suffix().Replace(bare, "");
        if (undated != bare && undated.Length > 0)
        {
            yield return undated;
        }
    }

    private static ModelCatalog ReadBuiltIn()
    {
        using var stream = typeof(ModelCatalog).Assembly.GetManifestResourceStream(Resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Open(bytes);
    }

    [GeneratedRegex(
        @"(?:-\d{4}-\d{2}-\d{2}|[-@]\d{8}|-latest)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Suffix();
}
