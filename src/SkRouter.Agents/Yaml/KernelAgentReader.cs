using YamlDotNet.RepresentationModel;

namespace SkRouter.Agents.Yaml;

/// <summary>Reads Semantic Kernel's declarative agent as the role that it says.</summary>
internal static class KernelAgentReader
{
    /// <summary>Returns the name as soon as there is one, so that others may refer to a role that has faults.</summary>
    public static ((string Text, YamlNode Node)? Name, RoleDefinition? Role) Read(
        string file,
        YamlMappingNode root,
        FaultList faults
    )
    {
        var map = new YamlMap(
            file,
            root,
            faults,
            "in a Semantic Kernel agent file",
            KernelAgentKeys.Agent
        );
        map.Word("type");
        var name = NameReader.Read(map, "coder");
        var instructions = map.RequiredText("instructions", "tell the agent what to do");
        var description = map.Text("description", "say what the agent is for, or remove the key");
        var tools = ReadTools(map);
        var model = ReadModel(map);
        if (name is null)
        {
            return (null, null);
        }

        return (
            (name, map.Value("name")!),
            instructions is null || model is not { } found
                ? null
                : new()
                {
                    Name = name,
                    Description = description,
                    Instructions = instructions.Trim(),
                    Tools = tools,
                    Routing = new() { Prefer = [found.Id] },
                    Settings = found.Settings,
                    Place = FaultList.PlaceOf(file, root),
                }
        );
    }

    private static (string Id, RoleSettings Settings)? ReadModel(YamlMap agent)
    {
        if (!agent.Has("model"))
        {
            agent.Report(agent.Node, "'model' is missing", "name it, e.g. 'model: {id: strong}'");
            return null;
        }

        if (agent.Map("model") is not { } model)
        {
            return null;
        }

        var id = model.RequiredText("id", "name a model or deployment that the app registers");
        var settings = model.Map("options") is { } options
            ? new RoleSettings
            {
                Temperature = (float?)options.Number("temperature"),
                TopP = (float?)options.Number("top_p"),
                MaxOutputTokens = options.WholeNumber("max_tokens"),
            }
            : new();
        return id is null ? null : (id, settings);
    }

    private static List<string> ReadTools(YamlMap agent)
    {
        var tools = new List<string>();
        if (agent.Value("tools") is not { } value)
        {
            return tools;
        }

        if (value is not YamlSequenceNode sequence)
        {
            agent.Report(
                value,
                $"'tools' is {YamlMap.Kind(value)}, not a list",
                "write '- id: Plugin.Function' for each tool"
            );
            return tools;
        }

        foreach (var item in sequence.Children)
        {
            if (item is not YamlMappingNode node)
            {
                agent.Report(
                    item,
                    $"an entry of 'tools' is {YamlMap.Kind(item)}",
                    "write '- id: Plugin.Function'"
                );
                continue;
            }

            var tool = agent.Inner(node, "in 'tools'", KernelAgentKeys.Tool);
            tool.Word("type");
            tool.Text("description", "say what the tool does, or remove the key");
            if (tool.RequiredText("id", "write e.g. 'id: Plugin.Function'") is { } id)
            {
                tools.Add(id);
            }
        }

        return tools;
    }
}
