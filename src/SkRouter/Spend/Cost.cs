namespace SkRouter.Spend;

/// <summary>What something cost, in USD, exactly.</summary>
/// <param name="Input">Input of every kind, reading and writing the prompt cache included.</param>
/// <param name="Output">Output of every kind, reasoning included.</param>
/// <param name="Other">What is charged per request and per search.</param>
/// <param name="PriceVersion">Which price that was: <c>options</c>, or the catalogue's date and hash.</param>
public readonly record struct Cost(
    decimal Input,
    decimal Output,
    decimal Other,
    string PriceVersion
)
{
    /// <summary>All of it.</summary>
    public decimal Total => Input + Output + Other;
}
