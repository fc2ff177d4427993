using System.Text.Json;
using static System.FormattableString;

namespace SkRouter.Simulator.Scripting;

/// <summary>The line at which each path of a JSON text stands.</summary>
internal sealed class JsonLines
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal) { ["$"] = 1 };

    public JsonLines(byte[] json)
    {
        var reader = new Utf8JsonReader(
            json,
            new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
        );
        var line = 1;
        var counted = 0;
        reader.Read();
        Visit(ref reader, "$", json, ref counted, ref line);
    }

    /// <summary>The line of a path, or of the nearest place around it that exists.</summary>
    public int Find(string path)
    {
        while (true)
        {
            if (_lines.TryGetValue(path, out var line))
            {
                return line;
            }

            var end = path.LastIndexOfAny(['.', '[']);
            path = end <= 0 ? "$" : path[..end];
        }
    }

    private void Visit(
        ref Utf8JsonReader reader,
        string path,
        byte[] json,
        ref int counted,
        ref int line
    )
    {
        Note(ref reader, path, json, ref counted, ref line);
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var child = $"{path}.{reader.GetString()}";
                Note(ref reader, child, json, ref counted, ref line);
                reader.Read();
                Visit(ref reader, child, json, ref counted, ref line);
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            {
                Visit(ref reader, Invariant($"{path}[{i}]"), json, ref counted, ref line);
            }
        }
    }

    private void Note(
        ref Utf8JsonReader reader,
        string path,
        byte[] json,
        ref int counted,
        ref int line
    )
    {
        var at = (int)reader.TokenStartIndex;
        line += json.AsSpan(counted, at - counted).Count((byte)'\n');
        counted = at;
        _lines.TryAdd(path, line);
    }
}
