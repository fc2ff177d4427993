namespace SkRouter.Agents.Yaml;

/// <summary>Checks what team files say of other files.</summary>
internal static class TeamCheck
{
    public static void Check(
        IReadOnlyList<TeamMember> references,
        IReadOnlyCollection<string> roles,
        IReadOnlyCollection<string> teams,
        FaultList faults
    )
    {
        CheckSlices(references, teams, faults);
        IReadOnlyList<TeamMember> members =
        [
            .. references.Where(static member => !member.HasSlice),
        ];
        var known = roles.Concat(teams).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var member in members.Where(member => !known.Contains(member.Name)))
        {
            faults.Add(
                member.Place,
                $"there is no role or team '{YamlMap.Shown(member.Name)}'",
                Spelling.Suggest(member.Name, [.. known.Order(StringComparer.Ordinal)])
            );
        }

        foreach (
            var member in members.Where(member =>
                roles.Contains(member.Name, StringComparer.OrdinalIgnoreCase)
                && teams.Contains(member.Name, StringComparer.OrdinalIgnoreCase)
            )
        )
        {
            faults.Add(
                member.Place,
                $"'{YamlMap.Shown(member.Name)}' is a role and a team",
                "give one of them another name"
            );
        }

        foreach (
            var member in members.Where(member =>
                member.Plans && teams.Contains(member.Name, StringComparer.OrdinalIgnoreCase)
            )
        )
        {
            faults.Add(
                member.Place,
                $"the team '{YamlMap.Shown(member.Name)}' cannot plan for others",
                "put a role first"
            );
        }

        foreach (var member in members.Where(member => Leads(member.Name, member.Team, members)))
        {
            faults.Add(
                member.Place,
                $"the team '{YamlMap.Shown(member.Team)}' is a member of itself, through '{YamlMap.Shown(member.Name)}'",
                "take it out of one of the teams"
            );
        }
    }

    private static void CheckSlices(
        IReadOnlyList<TeamMember> references,
        IReadOnlyCollection<string> teams,
        FaultList faults
    )
    {
        foreach (
            var member in references.Where(member =>
                member.HasSlice && teams.Contains(member.Name, StringComparer.OrdinalIgnoreCase)
            )
        )
        {
            faults.Add(
                member.Place,
                $"'{YamlMap.Shown(member.Name)}' is a team, and only roles have slices",
                "give that team a 'budget' of its own: it is set aside in this one"
            );
        }
    }

    private static bool Leads(string from, string to, IReadOnlyList<TeamMember> members)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Queue<string>([from]);
        while (open.TryDequeue(out var team))
        {
            if (team.Equals(to, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            if (seen.Add(team))
            {
                foreach (
                    var member in members.Where(member =>
                        member.Team.Equals(team, StringComparison.OrdinalIgnoreCase)
                    )
                )
                {
                    open.Enqueue(member.Name);
                }
            }
        }

        return false;
    }
}
