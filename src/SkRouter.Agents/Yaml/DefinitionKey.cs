namespace SkRouter.Agents.Yaml;

/// <summary>One key of a role or team file: what readers check it by, and what editors are told of it.</summary>
/// <param name="Name">The key.</param>
/// <param name="Type">What stands under it.</param>
/// <param name="About">What it means, in a sentence.</param>
internal sealed record DefinitionKey(string Name, KeyType Type, string About)
{
    public bool Required { get; init; }

    public double Least { get; init; }

    public double Most { get; init; }

    /// <summary>The words that may stand there; empty for any.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The keys under it, or under each name under it.</summary>
    public KeyGroup? Group { get; init; }
}
