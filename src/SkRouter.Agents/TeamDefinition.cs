namespace SkRouter.Agents;

/// <summary>A team as its file describes it.</summary>
public sealed record TeamDefinition
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Names of its roles and teams, in the order in which they work.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>How they work together.</summary>
    public required TeamShape Shape { get; init; }

    /// <summary>Who may hand over to whom, by member; empty if everybody may hand over to everybody. Only for <see cref="TeamShape.Handoff"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Handoffs { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Where it stops.</summary>
    public TeamLimits Limits { get; init; } = new();

    /// <summary>Where it is defined.</summary>
    public required DefinitionPlace Place { get; init; }
}
