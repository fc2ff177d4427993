using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Tests.Embeddings;

/// <summary>Gives vectors of one number each, or nothing at all, whatever its token says.</summary>
internal sealed class ScriptedGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    public bool Hangs { get; init; }

    public int Asked { get; private set; }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        Asked++;
        return Hangs
            ? new TaskCompletionSource<GeneratedEmbeddings<Embedding<float>>>().Task
            : Task.FromResult(
                new GeneratedEmbeddings<Embedding<float>>(
                    values.Select(_ => new Embedding<float>(new float[] { 1 }))
                )
            );
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata)
            ? new EmbeddingGeneratorMetadata("openai", null, "text-embedding-3-small")
            : null;

    public void Dispose() { }
}
