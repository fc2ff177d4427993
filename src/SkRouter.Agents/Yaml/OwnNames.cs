using YamlDotNet.RepresentationModel;

namespace SkRouter.Agents.Yaml;

/// <summary>Reads what stands under keys that are the user's own names.</summary>
internal static class OwnNames
{
    public static IEnumerable<(string Name, YamlNode Key, YamlNode Value)> Of(
        YamlMap map,
        string key,
        string what
    )
    {
        if (map.Value(key) is not { } value)
        {
            yield break;
        }

        if (value is not YamlMappingNode mapping)
        {
            map.Report(
                value,
                $"'{key}' is {YamlMap.Kind(value)}, not a group of keys",
                $"indent under it the name of a {what}"
            );
            yield break;
        }

        foreach (var (name, under) in mapping.Children)
        {
            if (name is YamlScalarNode scalar && !YamlMap.IsNothing(scalar))
            {
                yield return (scalar.Value!, name, under);
            }
            else
            {
                map.Report(
                    name,
                    $"a key in '{key}' is {YamlMap.Kind(name)}",
                    $"write the name of a {what}"
                );
            }
        }
    }

    /// <summary>The group of known keys under one of the names.</summary>
    public static YamlMap? Under(YamlMap map, string key, string name, YamlNode value)
    {
        var group = map.GroupOf(key);
        var shown = YamlMap.Shown(name);
        if (value is YamlMappingNode mapping)
        {
            return map.Inner(mapping, $"in '{shown}'", group);
        }

        map.Report(
            value,
            $"'{shown}' is {YamlMap.Kind(value)}, not a group of keys",
            $"indent under it some of: {string.Join(", ", group.Names)}"
        );
        return null;
    }
}
