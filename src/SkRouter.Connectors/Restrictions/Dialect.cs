namespace SkRouter.Connectors.Restrictions;

/// <summary>Represents one entry of <c>dialect-fields.json</c>: the settings that a server of chat completions documents.</summary>
internal sealed record Dialect
{
    /// <summary>Names of providers; null for servers that no provider's name stands for.</summary>
    public IReadOnlyList<string>? Providers { get; init; }

    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Where they are documented.</summary>
    public required string Source { get; init; }

    /// <summary>Whether the source was opened when the entry was written.</summary>
    public bool Checked { get; init; } = true;

    /// <summary>When the source said so.</summary>
    public required DateOnly Date { get; init; }
}
