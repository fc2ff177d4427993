using YamlDotNet.RepresentationModel;

namespace SkRouter.Agents.Yaml;

/// <summary>Reads a team file.</summary>
internal static class TeamReader
{
    /// <summary>Returns the name as soon as there is one, so that others may refer to a team that has faults.</summary>
    public static (string? Name, TeamDefinition? Team) Read(
        string file,
        YamlMappingNode root,
        FaultList faults,
        List<TeamMember> references
    )
    {
        var map = new YamlMap(file, root, faults, "in a team file", DefinitionKeys.Team);
        var name = NameReader.Read(map, "on-call");
        var description = map.Text(
            "description",
            "say in one sentence what the team is for, or remove the key"
        );
        var shape = map.Word("shape") is { } word ? TeamShapes.Find(word) : null;
        if (!map.Has("members"))
        {
            map.Report(
                root,
                "'members' is missing",
                "name the team's roles, e.g. 'members: [coder, reviewer]'"
            );
        }

        var named = map.Names("members", "role");
        references.AddRange(
            named.Select(
                (member, i) =>
                    new TeamMember(
                        name ?? "",
                        member.Text,
                        FaultList.PlaceOf(file, member.Node),
                        Plans: i == 0 && shape is TeamShape.PlannerExecutor
                    )
            )
        );
        IReadOnlyList<string> members = [.. named.Select(member => member.Text)];
        var limits = ReadLimits(
            map,
            members,
            (member, place) => references.Add(new(name ?? "", member, place) { HasSlice = true })
        );
        var handoffs = ReadHandoffs(map, shape, members);
        CheckSize(map, shape, members);
        var team =
            name is null || shape is null
                ? null
                : new TeamDefinition
                {
                    Name = name,
                    Description = description,
                    Members = members,
                    Handoffs = handoffs,
                    Shape = shape.Value,
                    Limits = limits,
                    Place = FaultList.PlaceOf(file, root),
                };
        return (name, team);
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadHandoffs(
        YamlMap map,
        TeamShape? shape,
        IReadOnlyList<string> members
    )
    {
        var handoffs = new Dictionary<string, IReadOnlyList<string>>(
            StringComparer.OrdinalIgnoreCase
        );
        if (map.Has("handoffs") && shape is not null and not TeamShape.Handoff)
        {
            map.Report(
                map.Value("handoffs")!,
                "'handoffs' needs the shape 'handoff'",
                "write 'shape: handoff', or remove it"
            );
        }

        foreach (var (from, key, value) in OwnNames.Of(map, "handoffs", "member"))
        {
            CheckMember(map, from, key, members);
            var named = map.Names(from, value, "member");
            foreach (var (to, node) in named)
            {
                CheckMember(map, to, node, members);
            }

            handoffs[from] = [.. named.Select(member => member.Text)];
        }

        return handoffs;
    }

    private static void CheckMember(
        YamlMap map,
        string name,
        YamlNode node,
        IReadOnlyList<string> members
    )
    {
        if (!members.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            map.Report(
                node,
                $"'{YamlMap.Shown(name)}' is no member of the team",
                Spelling.Suggest(name, members)
            );
        }
    }

    private static void CheckSize(YamlMap map, TeamShape? shape, IReadOnlyList<string> members)
    {
        if (
            members.Count == 1
            && shape
                is TeamShape.ReviewLoop
                    or TeamShape.Handoff
                    or TeamShape.GroupChat
                    or TeamShape.PlannerExecutor
            && map.Value("members") is YamlSequenceNode { Children.Count: 1 } node
        )
        {
            map.Report(
                node,
                $"'{TeamShapes.NameOf(shape.Value)}' needs at least two members",
                "add a member, or write 'shape: sequential'"
            );
        }
    }

    private static TeamLimits ReadLimits(
        YamlMap team,
        IReadOnlyList<string> members,
        Action<string, DefinitionPlace> sliced
    )
    {
        if (team.Map("limits") is not { } map)
        {
            return new();
        }

        return new()
        {
            Rounds = map.WholeNumber("rounds") ?? TeamLimits.DefaultRounds,
            RoundTrips = map.WholeNumber("roundTrips") ?? TeamLimits.DefaultRoundTrips,
            Minutes = map.Number("minutes") ?? TeamLimits.DefaultMinutes,
            Budget = TeamBudgetReader.Read(map, members, sliced),
        };
    }
}
