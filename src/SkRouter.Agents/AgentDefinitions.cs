namespace SkRouter.Agents;

/// <summary>The roles and teams of a folder.</summary>
public sealed class AgentDefinitions
{
    internal AgentDefinitions(
        IReadOnlyDictionary<string, RoleDefinition> roles,
        IReadOnlyDictionary<string, TeamDefinition> teams
    )
    {
        Roles = roles;
        Teams = teams;
    }

    /// <summary>Roles by name, whatever its case.</summary>
    public IReadOnlyDictionary<string, RoleDefinition> Roles { get; }

    /// <summary>Teams by name, whatever its case.</summary>
    public IReadOnlyDictionary<string, TeamDefinition> Teams { get; }
}
