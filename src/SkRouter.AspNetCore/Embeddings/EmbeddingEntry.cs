using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Access;
using SkRouter.Pipeline;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Embeddings;

/// <summary>A request for embeddings on its way to the books.</summary>
/// <param name="Model">Which model is asked.</param>
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
)
{
    /// <summary>Its round trip's id.</summary>
    public required string Id { get; init; }

    /// <summary>What its caller may reach; null for everything.</summary>
    public KeyAccess? Access { get; init; }

    /// <summary>What its texts will cost, estimated; null if the model has no price.</summary>
    public decimal? EstimatedCostUsd { get; init; }

    /// <summary>Tags that it is booked under.</summary>
    public IReadOnlyDictionary<string, string> Tags =>
        Carried.GetValueOrDefault(CarrierKeys.Tags) as IReadOnlyDictionary<string, string>
        ?? DecisionRecord.NoTags;
}
