using YamlDotNet.RepresentationModel;

namespace SkRouter.Agents.Yaml;

/// <summary>Reads a role file.</summary>
internal static class RoleReader
{
    /// <summary>Returns the name as soon as there is one, so that others may refer to a role that has faults.</summary>
    public static ((string Text, YamlNode Node)? Name, RoleDefinition? Role) Read(
        string file,
        YamlMappingNode root,
        FaultList faults
    )
    {
        var map = new YamlMap(file, root, faults, "in a role file", DefinitionKeys.Role);
        var name = NameReader.Read(map, "coder");
        var instructions = map.RequiredText(
            "instructions",
            "tell the agent what to do, under 'instructions: |'"
        );
        var tools = map.Names("tools", "tool").Select(tool => tool.Text).ToList();
        var description = map.Text(
            "description",
            "say in one sentence what the role is for, or remove the key"
        );
        var routing = RoutingReader.Read(map);
        var settings = ReadSettings(map);
        if (name is not { } named)
        {
            return (null, null);
        }

        return (
            (named, map.Value("name")!),
            instructions is null || routing is null
                ? null
                : new()
                {
                    Name = named,
                    Description = description,
                    Instructions = instructions.Trim(),
                    Tools = tools,
                    Routing = routing,
                    Settings = settings,
                    Place = FaultList.PlaceOf(file, root),
                }
        );
    }

    private static RoleSettings ReadSettings(YamlMap role)
    {
        if (role.Map("settings") is not { } map)
        {
            return new();
        }

        return new()
        {
            Temperature = (float?)map.Number("temperature"),
            TopP = (float?)map.Number("topP"),
            MaxOutputTokens = map.WholeNumber("maxOutputTokens"),
        };
    }
}
