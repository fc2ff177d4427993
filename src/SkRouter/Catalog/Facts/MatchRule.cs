using System.Text.Json;
using System.Text.RegularExpressions;

namespace SkRouter.Catalog.Facts;

/// <summary>
/// Which names mean a model or a provider. In a catalogue file a rule is a text: <c>=</c> is, <c>^</c> begins with,
/// <c>$</c> ends with, <c>~</c> contains, <c>/</c> a regular expression; a list matches if one of its rules does, and
/// <c>{"all": [...]}</c> if all do. Case does not matter; a regular expression sees the name in lower case.
/// </summary>
internal sealed class MatchRule
{
    private static readonly TimeSpan RegexLimit = TimeSpan.FromSeconds(1);

    private readonly char _kind;
    private readonly string _text = "";
    private readonly MatchRule[] _rules = [];
    private readonly Lazy<Regex>? _regex;

    private MatchRule(char kind, MatchRule[] rules) => (_kind, _rules) = (kind, rules);

    private MatchRule(string text)
    {
        _kind = text[0];
        _text = text[1..];
        _regex =
            _kind == '/' ? new(() => new(_text, RegexOptions.CultureInvariant, RegexLimit)) : null;
    }

    public static MatchRule Parse(string text) =>
        text.Length > 1 && "=^$~/".Contains(text[0], StringComparison.Ordinal)
            ? new(text)
            : throw new FormatException(
                $"'{text}' is no rule for names; it has to begin with one of = ^ $ ~ /"
            );

    public static MatchRule AnyOf(IEnumerable<string> rules) => new('|', [.. rules.Select(Parse)]);

    public static MatchRule Parse(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => Parse(json.GetString()!),
            JsonValueKind.Array => new('|', [.. json.EnumerateArray().Select(Parse)]),
            JsonValueKind.Object => new(
                '&',
                [.. json.GetProperty("all").EnumerateArray().Select(Parse)]
            ),
            _ => throw new FormatException($"{json.GetRawText()} is no rule for names"),
        };

    public bool Matches(string name) =>
        _kind switch
        {
            '=' => name.Equals(_text, StringComparison.OrdinalIgnoreCase),
            '^' => name.StartsWith(_text, StringComparison.OrdinalIgnoreCase),
            '$' => name.EndsWith(_text, StringComparison.OrdinalIgnoreCase),
            '~' => name.Contains(_text, StringComparison.OrdinalIgnoreCase),
            '/' => IsRegexMatch(name),
            '|' => Array.Exists(_rules, rule => rule.Matches(name)),
            _ => Array.TrueForAll(_rules, rule => rule.Matches(name)),
        };

#pragma warning disable CA1308 // The patterns are written for lower case.
    private bool IsRegexMatch(string name)
    {
        try
        {
            return _regex!.Value.IsMatch(name.ToLowerInvariant());
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
#pragma warning restore CA1308
}
