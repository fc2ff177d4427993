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

    /// <summary>The desk's team.</summary>
    /// <exception cref="InvalidOperationException">There is no such team, or a desk would stay empty.</exception>
    public static TeamDefinition Find(AgentDefinitions definitions)
    {
        if (!definitions.Teams.TryGetValue(Name, out var team))
        {
            throw new InvalidOperationException($"No file defines the team '{Name}'.");
        }

        var empty = Desks.Except(team.Members, StringComparer.OrdinalIgnoreCase).ToList();
        return empty.Count == 0
            ? team
            : throw new InvalidOperationException(
                $"{team.Place}: the team '{Name}' lacks {string.Join(", ", empty)}; add them to 'members'"
            );
    }
}
