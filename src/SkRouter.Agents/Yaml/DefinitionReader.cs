using System.Collections.Frozen;
using YamlDotNet.RepresentationModel;

namespace SkRouter.Agents.Yaml;

/// <summary>Reads files one after the other, then checks what they say of each other.</summary>
internal sealed class DefinitionReader
{
    public const int LargestFile = 256 * 1024;

    private static readonly string[] Kinds = ["role", "team"];

    private readonly Dictionary<string, RoleDefinition> _roles = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly Dictionary<string, TeamDefinition> _teams = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly HashSet<string> _namedRoles = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Name, DefinitionPlace Place)> _members = [];

    public FaultList Faults { get; } = new();

    public void Read(string file, string text)
    {
        if (YamlText.Load(file, text, Faults) is not { } root)
        {
            return;
        }

        if (KindOf(file, root) is "role")
        {
            ReadRole(file, root);
        }
        else if (KindOf(file, root) is "team")
        {
            ReadTeam(file, root);
        }
        else
        {
            ReportKind(file, root);
        }
    }

    public AgentDefinitions Finish(string folder)
    {
        foreach (var (name, place) in _members.Where(member => !_namedRoles.Contains(member.Name)))
        {
            Faults.Add(
                place,
                $"there is no role '{YamlMap.Shown(name)}'",
                Spelling.Suggest(name, [.. _namedRoles.Order(StringComparer.Ordinal)])
            );
        }

        return Faults.Count > 0
            ? throw new AgentFileException(folder, Faults.Sorted)
            : new(
                _roles.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
                _teams.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase)
            );
    }

    private static string? KindOf(string file, YamlMappingNode root) =>
        KindNode(root) is YamlScalarNode scalar ? scalar.Value : null;

    private static YamlNode? KindNode(YamlMappingNode root) =>
        root.Children.FirstOrDefault(entry => entry.Key is YamlScalarNode { Value: "kind" }).Value;

    private void ReportKind(string file, YamlMappingNode root)
    {
        if (KindNode(root) is not { } node)
        {
            Faults.Add(file, root, "'kind' is missing", "add 'kind: role' or 'kind: team'");
            return;
        }

        var text = (node as YamlScalarNode)?.Value ?? "";
        Faults.Add(file, node, $"'kind' is '{YamlMap.Shown(text)}'", Spelling.Suggest(text, Kinds));
    }

    private void ReadRole(string file, YamlMappingNode root)
    {
        var place = FaultList.PlaceOf(file, root);
        var (name, role) = RoleReader.Read(file, root, Faults);
        if (name is null)
        {
            return;
        }

        if (!_namedRoles.Add(name.Value.Text))
        {
            Faults.Add(
                file,
                name.Value.Node,
                $"there is another role '{YamlMap.Shown(name.Value.Text)}'",
                "give one of them another name"
            );
        }
        else if (role is not null)
        {
            _roles.Add(name.Value.Text, role with { Place = place });
        }
    }

    private void ReadTeam(string file, YamlMappingNode root)
    {
        var team = TeamReader.Read(file, root, Faults, _members);
        if (team is not null && !_teams.TryAdd(team.Name, team))
        {
            Faults.Add(
                team.Place,
                $"there is another team '{YamlMap.Shown(team.Name)}'",
                "give one of them another name"
            );
        }
    }
}
