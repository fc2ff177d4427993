namespace SkRouter.Agents.Yaml;

/// <summary>Reads the name of a role or team.</summary>
internal static class NameReader
{
    private const int Longest = 64;

    public static string? Read(YamlMap map, string example)
    {
        var fix = $"write e.g. 'name: {example}'";
        if (map.RequiredText("name", fix) is not { } name)
        {
            return null;
        }

        // Names end up in metric labels, keys of services and tool names, so they are words.
        if (
            name.Length <= Longest
            && char.IsAsciiLetter(name[0])
            && name.All(static letter =>
                char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'
            )
        )
        {
            return name;
        }

        map.Report(
            map.Value("name")!,
            $"'{YamlMap.Shown(name)}' cannot be a name",
            FormattableString.Invariant(
                $"use up to {Longest} letters, digits, '-', '_' or '.', a letter first"
            )
        );
        return null;
    }
}
