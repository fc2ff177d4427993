using YamlDotNet.RepresentationModel;

namespace SkRouter.Agents.Yaml;

/// <summary>Reads a team file.</summary>
internal static class TeamReader
{
    private const int MostRounds = 20;
    private const int MostRoundTrips = 128;
    private const double MostMinutes = 24 * 60;

    private static readonly string[] Keys =
    [
        "kind",
        "name",
        "description",
        "members",
        "shape",
        "limits",
    ];
    private static readonly string[] LimitsKeys = ["rounds", "roundTrips", "minutes"];
    private static readonly Dictionary<string, TeamShape> Shapes = new(StringComparer.Ordinal)
    {
        ["sequential"] = TeamShape.Sequential,
        ["review-loop"] = TeamShape.ReviewLoop,
    };

    public static TeamDefinition? Read(
        string file,
        YamlMappingNode root,
        FaultList faults,
        List<(string Name, DefinitionPlace Place)> members
    )
    {
        var map = new YamlMap(file, root, faults, "in a team file", Keys);
        var name = NameReader.Read(map, "on-call");
        var description = map.Text(
            "description",
            "say in one sentence what the team is for, or remove the key"
        );
        var shape = ReadShape(map);
        var limits = ReadLimits(map);
        if (!map.Has("members"))
        {
            map.Report(
                root,
                "'members' is missing",
                "name the team's roles, e.g. 'members: [coder, reviewer]'"
            );
        }

        var named = map.Names("members", "role");
        members.AddRange(
            named.Select(member => (member.Text, FaultList.PlaceOf(file, member.Node)))
        );
        return name is null || shape is null
            ? null
            : new()
            {
                Name = name,
                Description = description,
                Members = [.. named.Select(member => member.Text)],
                Shape = shape.Value,
                Limits = limits,
                Place = FaultList.PlaceOf(file, root),
            };
    }

    private static TeamShape? ReadShape(YamlMap map)
    {
        if (
            map.RequiredText("shape", $"use one of: {string.Join(", ", Shapes.Keys)}")
            is not { } text
        )
        {
            return null;
        }

        if (Shapes.TryGetValue(text, out var shape))
        {
            return shape;
        }

        map.Report(
            map.Value("shape")!,
            $"'shape' is '{YamlMap.Shown(text)}'",
            Spelling.Suggest(text, Shapes.Keys)
        );
        return null;
    }

    private static TeamLimits ReadLimits(YamlMap team)
    {
        if (team.Map("limits", LimitsKeys) is not { } map)
        {
            return new();
        }

        return new()
        {
            Rounds = map.WholeNumber("rounds", 1, MostRounds) ?? TeamLimits.DefaultRounds,
            RoundTrips =
                map.WholeNumber("roundTrips", 1, MostRoundTrips) ?? TeamLimits.DefaultRoundTrips,
            Minutes = map.Number("minutes", 0.1, MostMinutes) ?? TeamLimits.DefaultMinutes,
        };
    }
}
