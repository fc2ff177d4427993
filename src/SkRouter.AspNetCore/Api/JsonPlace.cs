using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SkRouter.AspNetCore.Api;

/// <summary>Finds the path of a place in JSON that cannot be read, such as <c>messages[2].content</c>. Slow, for faults alone.</summary>
internal ref struct JsonPlace
{
    private const int MaxDepth = 256;
    private const int LongestName = 64;

    private readonly List<Level> _levels;
    private readonly List<HashSet<string>> _names;
    private Utf8JsonReader _reader;

    private JsonPlace(ReadOnlySpan<byte> json)
    {
        _levels = [];
        _names = [];
        _reader = new(json, new() { MaxDepth = MaxDepth });
    }

    /// <summary>The path of the value that holds a byte; the last one that could be read if the JSON breaks off before.</summary>
    public static string At(ReadOnlySpan<byte> json, long offset)
    {
        var place = new JsonPlace(json);
        while (place.TryRead(out _) && place._reader.BytesConsumed <= offset) { }

        return place.Path();
    }

    /// <summary>The path of the first name that an object has twice; null if there is none, or it comes after a fault of another kind.</summary>
    public static string? OfDuplicate(ReadOnlySpan<byte> json)
    {
        var place = new JsonPlace(json);
        while (place.TryRead(out var isDuplicate))
        {
            if (isDuplicate)
            {
                return place.Path();
            }
        }

        return null;
    }

    private bool TryRead(out bool isDuplicate)
    {
        isDuplicate = false;
        try
        {
            if (!_reader.Read())
            {
                return false;
            }
        }
        catch (JsonException)
        {
            return false;
        }

        switch (_reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                var name = Name();
                _levels[^1] = new(name, -1);
                isDuplicate = !_names[^1].Add(name);
                break;
            case JsonTokenType.StartObject:
                Enter();
                _levels.Add(new("", -1));
                _names.Add(new(StringComparer.Ordinal));
                break;
            case JsonTokenType.StartArray:
                Enter();
                _levels.Add(new(null, -1));
                _names.Add([]);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _levels.RemoveAt(_levels.Count - 1);
                _names.RemoveAt(_names.Count - 1);
                break;
            default:
                Enter();
                break;
        }

        return true;
    }

    /// <summary>A value begins: in an array it is the next item.</summary>
    private readonly void Enter()
    {
        if (_levels.Count > 0 && _levels[^1] is { Name: null } array)
        {
            _levels[^1] = array with { Index = array.Index + 1 };
        }
    }

    private readonly string Name()
    {
        try
        {
            var name = _reader.GetString()!;
            return name.Length > LongestName ? name[..LongestName] : name;
        }
        catch (InvalidOperationException)
        {
            return "?";
        }
    }

    private readonly string Path()
    {
        var path = new StringBuilder();
        foreach (var level in _levels)
        {
            if (level.Name is { Length: > 0 } name)
            {
                path.Append(path.Length > 0 ? "." : "").Append(name);
            }
            else if (level is { Name: null, Index: >= 0 })
            {
                path.Append(CultureInfo.InvariantCulture, $"[{level.Index}]");
            }
        }

        return path.ToString();
    }

    private readonly record struct Level(string? Name, int Index);
}
