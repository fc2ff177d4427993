using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Embeddings;

/// <summary>A request for embeddings on its way to the books.</summary>
/// <param name="Model">Who is asked.</param>
/// <param name="Texts">What is asked.</param>
/// <param name="Carried">What its headers and key say of it.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Timestamp">The same by the clock that times are taken with.</param>
internal sealed record EmbeddingEntry(
    EmbeddingModel Model,
    IReadOnlyList<string> Texts,
    AdditionalPropertiesDictionary Carried,
    DateTimeOffset StartedAt,
    long Timestamp
);
