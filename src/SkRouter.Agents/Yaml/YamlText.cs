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
        var before = faults.Count;
        var parser = new Parser(new StringReader(text));
        try
        {
            CheckEvents(file, parser, faults);
            if (faults.Count > before)
            {
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return OnlyMapping(file, stream, faults);
        }
        catch (YamlException exception)
        {
            var place = PlaceOf(exception, text);
            faults.Add(
                new(file, place.Line, place.Column),
                $"it is not valid YAML: {Reason(exception)}",
                Fix(exception, text, place.Line)
            );
            return null;
        }
        // YamlDotNet meets some broken texts with an exception of its own making, e.g. a bracket that is never closed.
        catch (Exception exception)
            when (exception
                    is InvalidOperationException
                        or ArgumentException
                        or IndexOutOfRangeException
            )
        {
            var end = parser.Current?.End ?? Mark.Empty;
            faults.Add(
                new(file, Math.Max(1, end.Line), Math.Max(1, end.Column)),
                "it is not valid YAML from here on",
                "close every bracket and quote, and check the indentation"
            );
            return null;
        }
    }

    private static void CheckEvents(string file, Parser parser, FaultList faults)
    {
        var anchors = new HashSet<AnchorName>();
        var depth = 0;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case AnchorAlias alias when !anchors.Contains(alias.Value):
                    faults.Add(
                        new(file, alias.Start.Line, alias.Start.Column),
                        $"'*{YamlMap.Shown(alias.Value.ToString())}' refers to nothing",
                        "put quotes around text that begins with '*'"
                    );
                    break;
                case SequenceStart or MappingStart when ++depth > DeepestNesting:
                    var start = parser.Current!.Start;
                    faults.Add(
                        new(file, start.Line, start.Column),
                        "it is nested too deep",
                        "write it flat, as agents/README.md shows"
                    );
                    return;
                case SequenceEnd or MappingEnd:
                    depth--;
                    break;
            }

            if (parser.Current is NodeEvent { Anchor.IsEmpty: false } node)
            {
                anchors.Add(node.Anchor);
            }
        }
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

    private static (long Line, long Column) PlaceOf(YamlException exception, string text)
    {
        var line = Math.Max(1, exception.Start.Line);
        // The parser points at what stands before a tab that it cannot use.
        var tabbed = text.Split('\n')
            .Skip((int)Math.Min(int.MaxValue, line) - 1)
            .Take(2)
            .Select(static (content, i) => (content, i))
            .FirstOrDefault(static pair => IsTabbed(pair.content), (content: "", i: -1));
        return tabbed.i >= 0 ? (line + tabbed.i, 1) : (line, Math.Max(1, exception.Start.Column));
    }

    private static bool IsTabbed(string line) => line.TakeWhile(char.IsWhiteSpace).Contains('\t');

    private static string Reason(YamlException exception)
    {
        var reason = YamlMap.Shown(exception.Message.TrimEnd('.'));
        return reason.Length == 0
            ? "it cannot be read"
            : char.ToLowerInvariant(reason[0]) + reason[1..];
    }

    private static string Fix(YamlException exception, string text, long place)
    {
        var line =
            text.Split('\n').ElementAtOrDefault((int)Math.Min(int.MaxValue, place) - 1) ?? "";
        if (IsTabbed(line))
        {
            return "indent with spaces, not with tabs";
        }

        if (exception.Message.Contains("uplicate", StringComparison.Ordinal))
        {
            return "keep one of the two";
        }

        return line.Count(static letter => letter == ':') > 1
            ? "put quotes around text that contains ': ', or write it under '|'"
            : "check indentation, quotes and brackets from here backwards";
    }
}
