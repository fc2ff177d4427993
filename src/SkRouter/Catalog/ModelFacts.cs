namespace SkRouter.Catalog;

/// <summary>What the catalogue knows of a model at a provider. Null is unknown, never none.</summary>
public sealed record ModelFacts
{
    /// <summary>Its name in the catalogue.</summary>
    public required string Id { get; init; }

    /// <summary>The provider in the catalogue whose row this is.</summary>
    public required string Provider { get; init; }

    /// <summary>Largest input plus output, in tokens.</summary>
    public long? ContextWindow { get; init; }

    /// <summary>What it can do beyond answering text with text.</summary>
    public ModelCapabilities? Capabilities { get; init; }

    /// <summary>What it charges.</summary>
    public ModelPrice? Price { get; init; }
}
