namespace SkRouter.DependencyInjection;

/// <summary>What a deployment charges, in USD per million tokens unless named otherwise.</summary>
public sealed class PriceOptions
{
    /// <summary>Input that was neither read from nor written to the prompt cache.</summary>
    public decimal Input { get; set; }

    /// <summary>Output, reasoning included.</summary>
    public decimal Output { get; set; }

    /// <summary>Input read from the prompt cache; null for the price of input.</summary>
    public decimal? CacheRead { get; set; }

    /// <summary>Input written to the prompt cache; null for the price of input.</summary>
    public decimal? CacheWrite { get; set; }

    /// <summary>USD per request.</summary>
    public decimal PerRequest { get; set; }
}
