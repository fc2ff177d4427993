using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Embeddings;

/// <summary>One model for embeddings that the app registered.</summary>
/// <param name="Key">Its key in the services, and else its model's name.</param>
/// <param name="Model">As the provider knows it.</param>
/// <param name="Provider">Who has it; null if that is not known.</param>
/// <param name="Generator">Asks it.</param>
internal sealed record EmbeddingModel(
    string Key,
    string Model,
    string? Provider,
    IEmbeddingGenerator<string, Embedding<float>> Generator
);
