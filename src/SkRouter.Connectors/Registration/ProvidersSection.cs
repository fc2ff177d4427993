using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace SkRouter.Connectors.Registration;

/// <summary>Reads a <c>Providers</c> section whole before anything is registered, and reports all faults at once.</summary>
internal sealed class ProvidersSection(IConfigurationSection section)
{
    private static readonly string[] Settings =
    [
        .. typeof(ProviderSettings)
            .GetProperties()
            .Select(static property => property.Name)
            .Order(StringComparer.Ordinal),
    ];

    private readonly List<string> _faults = [];
    private readonly List<(ProviderDeployment, ProviderSettings, string?)> _embeddings = [];

    /// <summary>The models for embeddings, once it is read.</summary>
    public IReadOnlyList<(
        ProviderDeployment Deployment,
        ProviderSettings Settings,
        string? Key
    )> Embeddings => _embeddings;

    public IReadOnlyList<(
        ProviderDeployment Deployment,
        ProviderSettings Settings,
        string? Key
    )> Read()
    {
        var planned = section.GetChildren().SelectMany(ReadEntry).ToList();
        return _faults.Count == 0
            ? planned
            : throw new InvalidOperationException(
                $"The section '{section.Path}' is wrong:{Environment.NewLine}- "
                    + string.Join($"{Environment.NewLine}- ", _faults)
            );
    }

    public static void Apply(ProviderSettings settings, string? key, ProviderOptions options)
    {
        options.ApiKey = key;
        options.BaseUrl = settings.BaseUrl;
        options.UnsupportedParameters = settings.UnsupportedParameters;
        options.PromptCaching = settings.PromptCaching;
        options.StructuredOutput = settings.StructuredOutput;
        options.DefaultMaxOutputTokens =
            settings.DefaultMaxOutputTokens ?? options.DefaultMaxOutputTokens;
        options.MaxResponseBytes = settings.MaxResponseBytes ?? options.MaxResponseBytes;
        foreach (var (name, value) in settings.Headers)
        {
            options.Headers[name] = value;
        }
    }

    private IEnumerable<(ProviderDeployment, ProviderSettings, string?)> ReadEntry(
        IConfigurationSection entry
    )
    {
        var settings = Bind(entry);
        if (settings is null || !IsSound(entry, settings))
        {
            yield break;
        }
        var provider = settings.Provider ?? entry.Key;
        List<string?> keys = [.. settings.ApiKeys];
        if (settings.ApiKey is not null || keys.Count == 0)
        {
            keys.Insert(0, settings.ApiKey);
        }
        foreach (var model in settings.EmbeddingModels)
        {
            _embeddings.Add((new($"{entry.Key}/{model}", provider, model), settings, keys[0]));
        }
        foreach (var model in settings.Models)
        {
            for (var i = 0; i < keys.Count; i++)
            {
                var suffix = i == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"#{i + 1}");
                var deployment = new ProviderDeployment(
                    $"{entry.Key}/{model}{suffix}",
                    provider,
                    model
                );
                yield return (deployment, settings, keys[i]);
            }
        }
    }

    private ProviderSettings? Bind(IConfigurationSection entry)
    {
        try
        {
            return entry.Get<ProviderSettings>(static binder =>
                    binder.ErrorOnUnknownConfiguration = true
                ) ?? new ProviderSettings();
        }
        catch (InvalidOperationException exception)
        {
            var unknown = entry
                .GetChildren()
                .Select(static child => child.Key)
                .Except(Settings, StringComparer.OrdinalIgnoreCase)
                .ToList();
            _faults.Add(
                unknown.Count > 0
                    ? $"{entry.Path}: '{string.Join("', '", unknown)}' is no setting of a provider. There are {string.Join(", ", Settings)}."
                    : $"{entry.Path}: {exception.Message}"
            );
            return null;
        }
    }

    private bool IsSound(IConfigurationSection entry, ProviderSettings settings)
    {
        var before = _faults.Count;
        var provider = KnownProviders.All.FirstOrDefault(known =>
            string.Equals(
                known.Name,
                settings.Provider ?? entry.Key,
                StringComparison.OrdinalIgnoreCase
            )
        );
        if (provider is null)
        {
            _faults.Add(
                $"{entry.Path}: there is no provider '{settings.Provider ?? entry.Key}'. Known: "
                    + $"{string.Join(", ", KnownProviders.All.Select(static known => known.Name))}"
            );
        }
        else if (provider.BaseUrl is null && settings.BaseUrl is null)
        {
            _faults.Add($"{entry.Path}: this provider has no public address, so BaseUrl is needed");
        }
        if (settings.Models.Count == 0 && settings.EmbeddingModels.Count == 0)
        {
            _faults.Add($"{entry.Path}: Models names no model");
        }
        if (settings.EmbeddingModels.Count > 0 && provider is { MayHaveEmbeddings: false })
        {
            _faults.Add(
                $"{entry.Path}: '{provider.Name}' has no embeddings at OpenAI's /embeddings, so EmbeddingModels must be empty"
            );
        }
        VerifyOnce(entry, nameof(settings.Models), settings.Models);
        VerifyOnce(entry, nameof(settings.EmbeddingModels), settings.EmbeddingModels);
        return _faults.Count == before;
    }

    private void VerifyOnce(IConfigurationSection entry, string list, IEnumerable<string> models)
    {
        foreach (var twice in models.GroupBy(static model => model, StringComparer.Ordinal))
        {
            if (twice.Count() > 1)
            {
                _faults.Add($"{entry.Path}: {list} names '{twice.Key}' twice");
            }
        }
    }
}
