using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SkRouter.Agents.Yaml;

/// <summary>One mapping of a file. Reading from it reports what is wrong and goes on.</summary>
internal sealed class YamlMap
{
    private readonly Dictionary<string, (YamlNode Key, YamlNode Value)> _entries = new(
        StringComparer.Ordinal
    );
    private readonly FaultList _faults;
    private readonly KeyGroup _group;

    /// <summary>Takes a mapping and reports the keys that do not belong there.</summary>
    public YamlMap(
        string file,
        YamlMappingNode node,
        FaultList faults,
        string place,
        KeyGroup group
    )
    {
        var known = group.Names;
        _group = group;
        File = file;
        Node = node;
        _faults = faults;
        foreach (var (key, value) in node.Children)
        {
            if (key is not YamlScalarNode { Value: { } name })
            {
                Report(
                    key,
                    $"a key {place} is not a plain word",
                    $"use one of: {string.Join(", ", known)}"
                );
            }
            else if (!known.Contains(name))
            {
                HasUnknownKey = true;
                Report(key, $"unknown key '{Shown(name)}' {place}", Spelling.Suggest(name, known));
            }
            else
            {
                _entries[name] = (key, value);
            }
        }
    }

    public string File { get; }

    public YamlMappingNode Node { get; }

    /// <summary>Whether a key was not known: it may be what is found missing otherwise.</summary>
    public bool HasUnknownKey { get; }

    public bool Has(string key) => _entries.ContainsKey(key);

    public YamlNode? Value(string key) =>
        _entries.TryGetValue(key, out var entry) ? entry.Value : null;

    public void Report(YamlNode at, string problem, string fix) =>
        _faults.Add(File, at, problem, fix);

    public string? RequiredText(string key, string fix)
    {
        if (!Has(key))
        {
            Report(Node, $"'{key}' is missing", fix);
            return null;
        }

        return Text(key, fix);
    }

    public string? Text(string key, string fix) => Text(key, Value(key), fix);

    private string? Text(string key, YamlNode? value, string fix)
    {
        if (value is null)
        {
            return null;
        }

        if (value is not YamlScalarNode scalar)
        {
            Report(value, $"'{key}' is {Kind(value)}, not text", fix);
            return null;
        }

        if (IsNothing(scalar))
        {
            Report(value, $"'{key}' is empty", fix);
            return null;
        }

        return scalar.Value;
    }

    public IReadOnlyList<(string Text, YamlNode Node)> Names(string key, string what) =>
        Value(key) is { } value ? Names(key, value, what) : [];

    public IReadOnlyList<(string Text, YamlNode Node)> Names(
        string key,
        YamlNode value,
        string what
    )
    {
        if (value is not YamlSequenceNode sequence)
        {
            var example = value is YamlScalarNode { Value: { Length: > 0 } single }
                ? Shown(single)
                : what;
            Report(value, $"'{key}' is {Kind(value)}, not a list", $"write {key}: [{example}]");
            return [];
        }

        if (sequence.Children.Count == 0)
        {
            Report(
                value,
                $"'{key}' is an empty list",
                $"name at least one {what}, or remove the key"
            );
        }

        return [.. ReadNames(sequence, key, what)];
    }

    public double? Number(string key) => Value(key) is { } value ? Number(key, value, key) : null;

    /// <summary>A number under a key or a name of the user's own, in the range of the key that it stands under.</summary>
    public double? Number(string name, YamlNode value, string key) =>
        InRange(name, value, _group[key], "a number", NumberText.Any);

    public int? WholeNumber(string key) =>
        (int?)InRange(key, Value(key), _group[key], "a whole number", NumberText.Whole);

    public bool Flag(string key) => OptionalFlag(key) ?? false;

    /// <summary>A flag whose absence is not the same as false.</summary>
    public bool? OptionalFlag(string key)
    {
        const string Fix = "write true or false";
        if (Text(key, Fix) is not { } text)
        {
            return null;
        }

        if (bool.TryParse(text, out var flag))
        {
            return flag;
        }

        Report(Value(key)!, $"'{key}' is '{Shown(text)}'", Fix);
        return false;
    }

    /// <summary>One of the words that the table of keys has for it.</summary>
    public string? Word(string key)
    {
        var words = _group[key].Words;
        var all = $"use one of: {string.Join(", ", words)}";
        if ((_group[key].Required ? RequiredText(key, all) : Text(key, all)) is not { } text)
        {
            return null;
        }

        if (words.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        Report(Value(key)!, $"'{key}' is '{Shown(text)}'", Spelling.Suggest(text, words));
        return null;
    }

    public YamlMap? Map(string key)
    {
        if (Value(key) is not { } value)
        {
            return null;
        }

        var group = _group[key].Group!;
        if (value is YamlMappingNode mapping)
        {
            return new(File, mapping, _faults, $"in '{key}'", group);
        }

        Report(
            value,
            $"'{key}' is {Kind(value)}, not a group of keys",
            $"indent under it some of: {string.Join(", ", group.Names)}"
        );
        return null;
    }

    /// <summary>A group under one of the user's own names.</summary>
    public YamlMap Inner(YamlMappingNode node, string place, KeyGroup group) =>
        new(File, node, _faults, place, group);

    public KeyGroup GroupOf(string key) => _group[key].Group!;

    public static bool IsNothing(YamlScalarNode scalar) =>
        string.IsNullOrWhiteSpace(scalar.Value)
        || (scalar.Style is ScalarStyle.Plain && scalar.Value is "~" or "null" or "Null" or "NULL");

    public static string Kind(YamlNode node) =>
        node switch
        {
            YamlSequenceNode => "a list",
            YamlMappingNode => "a group of keys",
            YamlScalarNode scalar when IsNothing(scalar) => "empty",
            _ => "text",
        };

    public static string Shown(string text)
    {
        const int Longest = 80;
        var line = new string([.. text.Select(letter => char.IsControl(letter) ? ' ' : letter)]);
        return line.Length <= Longest ? line : line[..Longest] + "...";
    }

    private double? InRange(
        string name,
        YamlNode? value,
        DefinitionKey key,
        string what,
        Func<string, double?> parse
    )
    {
        var range = FormattableString.Invariant($"write {what} from {key.Least} to {key.Most}");
        if (Text(Shown(name), value, range) is not { } text)
        {
            return null;
        }

        if (parse(text) is { } number && number >= key.Least && number <= key.Most)
        {
            return number;
        }

        Report(value!, $"'{Shown(name)}' is '{Shown(text)}'", range);
        return null;
    }

    private IEnumerable<(string Text, YamlNode Node)> ReadNames(
        YamlSequenceNode sequence,
        string key,
        string what
    )
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in sequence.Children)
        {
            if (item is not YamlScalarNode scalar || IsNothing(scalar))
            {
                Report(
                    item,
                    $"an entry of '{key}' is {Kind(item)}",
                    $"write the name of one {what}"
                );
            }
            else if (!seen.Add(scalar.Value!))
            {
                Report(item, $"'{key}' names '{Shown(scalar.Value!)}' twice", "remove one of them");
            }
            else
            {
                yield return (scalar.Value!, item);
            }
        }
    }
}
