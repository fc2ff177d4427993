using SkRouter.Catalog;

namespace SkRouter.Cli.Commands.Catalogue;

/// <summary>What is known of a deployment. Prices in USD per million tokens.</summary>
internal sealed record CatalogueEntry
{
    public required string Deployment { get; init; }

    public required string Model { get; init; }

    public required string? Provider { get; init; }

    public required ModelPrice? Price { get; init; }

    public required long? ContextWindow { get; init; }

    /// <summary>Null if unknown: then nothing is ruled out.</summary>
    public required ModelCapabilities? Capabilities { get; init; }

    public required double AbilityMean { get; init; }

    public required double AbilityVariance { get; init; }

    /// <summary>Where the ability is known from: <c>stated</c>, <c>price</c>, or <c>nothing</c>.</summary>
    public required string AbilityFrom { get; init; }

    public static CatalogueEntry Of(Deployment deployment)
    {
        var ability = Abilities.Prior(deployment);
        return new()
        {
            Deployment = deployment.Key,
            Model = deployment.Model,
            Provider = deployment.Provider,
            Price = deployment.Price,
            ContextWindow = deployment.ContextWindow,
            Capabilities = deployment.Capabilities,
            AbilityMean = ability.Mean,
            AbilityVariance = ability.Variance,
            AbilityFrom =
                deployment.Options.Ability is not null ? "stated"
                : deployment.Price is { Output: > 0 } ? "price"
                : "nothing",
        };
    }
}
