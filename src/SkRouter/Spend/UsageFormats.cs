using SkRouter.Catalog;

namespace SkRouter.Spend;

/// <summary>Which extractors fit a body: the provider's own for the flavour, else how everybody else speaks that flavour.</summary>
internal static class UsageFormats
{
    public const string ChatCompletions = "chat";
    public const string Responses = "responses";
    public const string Messages = "anthropic";
    public const string GenerateContent = "google";
    private const string Default = "default";

    // Who defined a flavour, and what it is called there.
    private static readonly Dictionary<string, (string Provider, string Flavor)> Origins = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        [ChatCompletions] = ("openai", ChatCompletions),
        [Responses] = ("openai", Responses),
        [Messages] = ("anthropic", Default),
        [GenerateContent] = ("google", Default),
    };

    public static IEnumerable<UsageExtractor> For(
        ModelCatalog catalog,
        string? provider,
        string flavor
    )
    {
        var known = provider is null ? null : catalog.FindProvider(provider);
        if (known?.Extractor(flavor) is { } own)
        {
            yield return own;
        }

        if (
            Origins.TryGetValue(flavor, out var origin)
            && catalog.FindProvider(origin.Provider)?.Extractor(origin.Flavor) is { } standard
        )
        {
            yield return standard;
        }

        if (known?.Extractor(Default) is { } usual)
        {
            yield return usual;
        }
    }
}
