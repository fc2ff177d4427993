using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SkRouter.Agents.Yaml;

/// <summary>From text to the one mapping that a file holds.</summary>
internal static class YamlText
{
    // Loading nests as deep as the text does; real files need four levels.
    private const int DeepestNesting = 32;

    public static YamlMappingNode? Load(string file, string text, FaultList faults)
    {
        try
        {
            if (TooDeep(text) is { } place)
            {
                faults.Add(
                    new(file, place.Line, place.Column),
                    "it is nested too deep",
                    "write it flat, as agents/README.md shows"
                );
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return OnlyMapping(file, stream, faults);
        }
        catch (YamlException exception)
        {
            faults.Add(
                new(file, Math.Max(1, exception.Start.Line), Math.Max(1, exception.Start.Column)),
                $"it is not valid YAML: {Reason(exception)}",
                Fix(exception, text)
            );
            return null;
        }
    }

    private static Mark? TooDeep(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case SequenceStart or MappingStart when ++depth > DeepestNesting:
                    return parser.Current.Start;
                case SequenceEnd or MappingEnd:
                    depth--;
                    break;
            }
        }

        return null;
    }

    private static YamlMappingNode? OnlyMapping(string file, YamlStream stream, FaultList faults)
    {
        if (stream.Documents.Count == 0)
        {
            faults.Add(new(file, 1, 1), "it is empty", "begin with 'kind: role' or 'kind: team'");
            return null;
        }

        if (stream.Documents.Count > 1)
        {
            faults.Add(
                file,
                stream.Documents[1].RootNode,
                "a second document begins here",
                "put each role or team into a file of its own"
            );
        }

        if (stream.Documents[0].RootNode is YamlMappingNode mapping)
        {
            return mapping;
        }

        var root = stream.Documents[0].RootNode;
        faults.Add(
            file,
            root,
            root is YamlScalarNode scalar && YamlMap.IsNothing(scalar)
                ? "it is empty"
                : $"it is {YamlMap.Kind(root)}, not a group of keys",
            "begin with 'kind: role' or 'kind: team'"
        );
        return null;
    }

    private static string Reason(YamlException exception)
    {
        var reason = YamlMap.Shown(
            (exception.InnerException?.Message ?? exception.Message).TrimEnd('.')
        );
        return char.ToLowerInvariant(reason[0]) + reason[1..];
    }

    private static string Fix(YamlException exception, string text)
    {
        var line =
            text.Split('\n')
                .ElementAtOrDefault((int)Math.Min(int.MaxValue, exception.Start.Line) - 1)
            ?? "";
        if (line.TakeWhile(char.IsWhiteSpace).Contains('\t'))
        {
            return "indent with spaces, not with tabs";
        }

        if (exception.Message.Contains("uplicate", StringComparison.Ordinal))
        {
            return "keep one of the two";
        }

        return line.Count(letter => letter == ':') > 1
            ? "put quotes around text that contains ': ', or write it under '|'"
            : "check indentation, quotes and brackets from here backwards";
    }
}
