namespace SkRouter.Catalog;

/// <summary>What a model charges, in USD per million tokens unless named otherwise, and where that is known from.</summary>
public sealed record ModelPrice
{
    /// <summary>Input that was neither read from nor written to the prompt cache.</summary>
    public required decimal Input { get; init; }

    /// <summary>Output, reasoning included.</summary>
    public required decimal Output { get; init; }

    /// <summary>Input read from the prompt cache.</summary>
    public required decimal CacheRead { get; init; }

    /// <summary>Input written to the prompt cache.</summary>
    public required decimal CacheWrite { get; init; }

    /// <summary>USD per request.</summary>
    public decimal PerRequest { get; init; }

    /// <summary>Which price this is, for the record: <c>options</c>, or the catalogue's name and date.</summary>
    public required string Version { get; init; }
}
