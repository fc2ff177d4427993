using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace SkRouter.AspNetCore.Embeddings;

/// <summary>
/// The models for embeddings among the app's services. They are looked for when the first is asked for, because keys cannot be listed from a
/// provider and the app may register them after the API.
/// </summary>
internal sealed class EmbeddingModels(IServiceCollection registered, IServiceProvider services)
{
    private readonly Lazy<IReadOnlyList<EmbeddingModel>> _all = new(() =>
        [.. Read(registered, services)]
    );

    public IReadOnlyList<EmbeddingModel> All => _all.Value;

    /// <summary>By its key, or else the first that is called so; null if there is none.</summary>
    public EmbeddingModel? Find(string name) =>
        All.FirstOrDefault(model => model.Key == name)
        ?? All.FirstOrDefault(model => model.Model == name);

    private static IEnumerable<EmbeddingModel> Read(
        IServiceCollection registered,
        IServiceProvider services
    )
    {
        var keys = registered
            .Where(static descriptor =>
                descriptor.ServiceType == typeof(IEmbeddingGenerator<string, Embedding<float>>)
                && !ReferenceEquals(descriptor.ServiceKey, KeyedService.AnyKey)
            )
            .Select(static descriptor => descriptor.ServiceKey)
            .Distinct()
            .ToList();
        foreach (var key in keys)
        {
            foreach (
                var generator in services.GetKeyedServices<
                    IEmbeddingGenerator<string, Embedding<float>>
                >(key)
            )
            {
                var metadata =
                    generator.GetService(typeof(EmbeddingGeneratorMetadata))
                    as EmbeddingGeneratorMetadata;
                var name = Convert.ToString(key, CultureInfo.InvariantCulture);
                var model = metadata?.DefaultModelId ?? name;
                if (!string.IsNullOrEmpty(model))
                {
                    yield return new(
                        string.IsNullOrEmpty(name) ? model : name,
                        model,
                        metadata?.ProviderName,
                        generator
                    );
                }
            }
        }
    }
}
