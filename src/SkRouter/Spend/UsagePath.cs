using System.Text.Json;
using SkRouter.Catalog.Facts;

namespace SkRouter.Spend;

/// <summary>
/// Where in a body a value is: names with <c>/</c> between them. <c>details[kind=TEXT]/count</c> takes, of the list <c>details</c>,
/// the first element whose <c>kind</c> matches the rule.
/// </summary>
internal sealed class UsagePath
{
    private readonly (string Name, string? Field, MatchRule? Rule)[] _steps;

    private UsagePath((string, string?, MatchRule?)[] steps) => _steps = steps;

    public static UsagePath Parse(string text) => new([.. text.Split('/').Select(Step)]);

    /// <summary>Null if anything on the way is missing or of another kind.</summary>
    public JsonElement? Find(JsonElement body)
    {
        var at = body;
        foreach (var (name, field, rule) in _steps)
        {
            if (at.ValueKind is not JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }

            if (rule is null)
            {
                continue;
            }

            if (Element(at, field!, rule) is not { } found)
            {
                return null;
            }

            at = found;
        }

        return at;
    }

    private static JsonElement? Element(JsonElement list, string field, MatchRule rule)
    {
        if (list.ValueKind is not JsonValueKind.Array)
        {
            return null;
        }

        foreach (var element in list.EnumerateArray())
        {
            if (
                element.ValueKind is JsonValueKind.Object
                && element.TryGetProperty(field, out var value)
                && value.ValueKind is JsonValueKind.String
                && rule.Matches(value.GetString()!)
            )
            {
                return element;
            }
        }

        return null;
    }

    private static (string, string?, MatchRule?) Step(string text)
    {
        var open = text.IndexOf('[', StringComparison.Ordinal);
        if (open < 0)
        {
            return text.Length > 0
                ? (text, null, null)
                : throw new FormatException("a path has an empty step");
        }

        var inner = text[(open + 1)..].TrimEnd(']');
        var rule = inner.IndexOfAny(['=', '^', '$', '~']);
        return open > 0 && rule > 0
            ? (text[..open], inner[..rule], MatchRule.Parse(inner[rule..]))
            : throw new FormatException($"'{text}' is no step of a path");
    }
}
