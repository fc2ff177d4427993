using SkRouter.Agents;

namespace IncidentDesk.Desk;

/// <summary>The six desks and the team that fills them.</summary>
internal static class DeskTeam
{
    public const string Name = "incident-desk";
    public const string Planner = "planner";
    public const string Investigator = "investigator";
    public const string Coder = "coder";
    public const string Reviewer = "reviewer";
    public const string Writer = "writer";

    /// <summary>In the order in which they work.</summary>
    public static IReadOnlyList<string> Desks { get; } =
    [Triage.TriageStep.Name, Planner, Investigator, Coder, Reviewer, Writer];

    /// <summary>Whether a team has the desks of this sample, which know more of the case than a conversation says.</summary>
    public static bool HasDesks(TeamDefinition team) =>
        team.Name.Equals(Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>A team by its name.</summary>
    /// <exception cref="InvalidOperationException">There is no such team, or a desk would stay empty.</exception>
    public static TeamDefinition Find(AgentDefinitions definitions, string name)
    {
        if (!definitions.Teams.TryGetValue(name, out var team))
        {
            throw new InvalidOperationException(
                $"No file defines the team '{name}'. Teams: {string.Join(", ", definitions.Teams.Keys.Order(StringComparer.Ordinal))}. Name one of them with --team, or another folder with --agents."
            );
        }

        var empty = HasDesks(team)
            ? Desks.Except(team.Members, StringComparer.OrdinalIgnoreCase).ToList()
            : [];
        return empty.Count == 0
            ? team
            : throw new InvalidOperationException(
                $"{team.Place}: the team '{name}' lacks {string.Join(", ", empty)}; add them to 'members'"
            );
    }

    /// <summary>The roles of a team and of the teams in it, in the order in which they work.</summary>
    public static IEnumerable<string> Roles(AgentDefinitions definitions, TeamDefinition team) =>
        team
            .Members.SelectMany(member =>
                definitions.Teams.TryGetValue(member, out var inner)
                    ? Roles(definitions, inner)
                    : [member]
            )
            .Distinct(StringComparer.OrdinalIgnoreCase);
}
