using System.Text.Json;

namespace SkRouter.Catalog.Facts;

/// <summary>
/// What families of models do that no price list says: when they reason before they answer, and whether they continue an assistant's message. Read
/// from <c>traits.json</c>, where each entry names its source and the day on which it was read.
/// </summary>
internal sealed class ModelTraits
{
    private const string Resource = "SkRouter.traits.json";

    private static readonly Lazy<ModelTraits> BuiltIn = new(ReadBuiltIn);

    private readonly List<(MatchRule Models, ModelReasoning Reasons)> _reasoning = [];
    private readonly List<(
        string[]? Providers,
        MatchRule Models,
        PrefixSupport? Support
    )> _prefix = [];

    private ModelTraits(JsonElement file)
    {
        foreach (var entry in file.GetProperty("reasoning").EnumerateArray())
        {
            _reasoning.Add(
                (
                    MatchRule.Parse(entry.GetProperty("models")),
                    Enum.Parse<ModelReasoning>(
                        entry.GetProperty("reasons").GetString()!,
                        ignoreCase: true
                    )
                )
            );
        }

        foreach (var entry in file.GetProperty("prefix").EnumerateArray())
        {
            _prefix.Add(
                (
                    entry.TryGetProperty("providers", out var providers)
                        ? [.. providers.EnumerateArray().Select(name => name.GetString()!)]
                        : null,
                    MatchRule.Parse(entry.GetProperty("models")),
                    entry.GetProperty("takes").GetBoolean() ? Support(entry) : null
                )
            );
        }
    }

    public static ModelTraits Default => BuiltIn.Value;

    /// <summary>When a model reasons. The first entry that matches counts.</summary>
    public ModelReasoning Reasoning(string model)
    {
        foreach (var (models, reasons) in _reasoning)
        {
            if (models.Matches(model))
            {
                return reasons;
            }
        }

        return ModelReasoning.Unknown;
    }

    /// <summary>How a model continues an assistant's message; null if it does not, or nothing is known. The first entry that matches counts.</summary>
    public PrefixSupport? Prefix(string? provider, string model)
    {
        foreach (var (providers, models, support) in _prefix)
        {
            var there =
                providers is null
                || (
                    provider is not null
                    && providers.Contains(provider, StringComparer.OrdinalIgnoreCase)
                );
            if (there && models.Matches(model))
            {
                return support;
            }
        }

        return null;
    }

    public static ModelTraits Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return new(document.RootElement);
    }

    private static PrefixSupport Support(JsonElement entry) =>
        new()
        {
            Message = Fields(entry, "message"),
            Request = Fields(entry, "request"),
            WhileReasoning =
                entry.TryGetProperty("whileReasoning", out var reasoning) && reasoning.GetBoolean(),
            Echoes = entry.TryGetProperty("echoes", out var echoes) && echoes.GetBoolean(),
        };

    private static KeyValuePair<string, JsonElement>[] Fields(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var fields)
            ?
            [
                .. fields
                    .EnumerateObject()
                    .Select(field => KeyValuePair.Create(field.Name, field.Value.Clone())),
            ]
            : [];

    private static ModelTraits ReadBuiltIn()
    {
        using var stream = typeof(ModelTraits).Assembly.GetManifestResourceStream(Resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Parse(bytes);
    }
}
