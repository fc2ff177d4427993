namespace SkRouter.Agents.Yaml;

/// <summary>That a team's file names a member.</summary>
/// <param name="Team">The team.</param>
/// <param name="Name">The member.</param>
/// <param name="Place">Where it is named.</param>
/// <param name="Plans">Whether it gives the others tasks, which a team cannot.</param>
internal readonly record struct TeamMember(
    string Team,
    string Name,
    DefinitionPlace Place,
    bool Plans = false
)
{
    /// <summary>Whether it is named once more, because it has a slice of the team's budget.</summary>
    public bool HasSlice { get; init; }
}
