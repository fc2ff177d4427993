namespace SkRouter.Agents;

/// <summary>A role as its file describes it.</summary>
public sealed record RoleDefinition
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, for people and for other agents.</summary>
    public string? Description { get; init; }

    /// <summary>What the agent is told before every conversation.</summary>
    public required string Instructions { get; init; }

    /// <summary>Names of the tools it may use; the app says what they are.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Which models it may use.</summary>
    public required RoleRouting Routing { get; init; }

    /// <summary>Settings of its model calls.</summary>
    public RoleSettings Settings { get; init; } = new();

    /// <summary>Where it is defined.</summary>
    public required DefinitionPlace Place { get; init; }
}
