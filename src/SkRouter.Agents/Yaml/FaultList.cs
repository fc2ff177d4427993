using YamlDotNet.RepresentationModel;

namespace SkRouter.Agents.Yaml;

/// <summary>Collects what is wrong with all files.</summary>
internal sealed class FaultList
{
    private readonly List<AgentFileFault> _faults = [];

    public int Count => _faults.Count;

    public IReadOnlyList<AgentFileFault> Sorted =>
        [
            .. _faults
                .OrderBy(fault => fault.Place.File, StringComparer.Ordinal)
                .ThenBy(fault => fault.Place.Line)
                .ThenBy(fault => fault.Place.Column),
        ];

    public void Add(DefinitionPlace place, string problem, string fix) =>
        _faults.Add(new(place, problem, fix));

    public void Add(string file, YamlNode node, string problem, string fix) =>
        Add(PlaceOf(file, node), problem, fix);

    public static DefinitionPlace PlaceOf(string file, YamlNode node) =>
        new(file, node.Start.Line, node.Start.Column);
}
