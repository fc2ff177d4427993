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
    private readonly HashSet<string> _namedTeams = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<TeamMember> _members = [];

    public FaultList Faults { get; } = new();

    public void Read(string file, string text)
    {
        if (YamlText.Load(file, text, Faults) is not { } root)
        {
            return;
        }

        if (KindNode(root, "kind") is null && KindNode(root, "type") is not null)
        {
            AddRole(file, root, KernelAgentReader.Read(file, root, Faults));
        }
        else if (KindOf(root) is "role")
        {
            AddRole(file, root, RoleReader.Read(file, root, Faults));
        }
        else if (KindOf(root) is "team")
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
        TeamCheck.Check(_members, _namedRoles, _namedTeams, Faults);
        return Faults.Count > 0
            ? throw new AgentFileException(folder, Faults.Sorted)
            : new(
                _roles.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
                _teams.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase)
            );
    }

    private static string? KindOf(YamlMappingNode root) =>
        KindNode(root, "kind") is YamlScalarNode scalar ? scalar.Value : null;

    private static YamlNode? KindNode(YamlMappingNode root, string key) =>
        root
            .Children.FirstOrDefault(entry =>
                entry.Key is YamlScalarNode scalar && scalar.Value == key
            )
            .Value;

    private void ReportKind(string file, YamlMappingNode root)
    {
        if (KindNode(root, "kind") is not { } node)
        {
            Faults.Add(file, root, "'kind' is missing", "add 'kind: role' or 'kind: team'");
            return;
        }

        var text = (node as YamlScalarNode)?.Value ?? "";
        Faults.Add(file, node, $"'kind' is '{YamlMap.Shown(text)}'", Spelling.Suggest(text, Kinds));
    }

    private void AddRole(
        string file,
        YamlMappingNode root,
        ((string Text, YamlNode Node)? Name, RoleDefinition? Role) read
    )
    {
        var place = FaultList.PlaceOf(file, root);
        var (name, role) = read;
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
        var (name, team) = TeamReader.Read(file, root, Faults, _members);
        if (name is null)
        {
            return;
        }

        if (!_namedTeams.Add(name))
        {
            Faults.Add(
                FaultList.PlaceOf(file, root),
                $"there is another team '{YamlMap.Shown(name)}'",
                "give one of them another name"
            );
        }
        else if (team is not null)
        {
            _teams.Add(name, team);
        }
    }
}
