using System.Text;
using System.Text.RegularExpressions;

namespace SkRouter.Simulator.Answering;

/// <summary>Text with <c>{{name}}</c> placeholders, taken apart once.</summary>
internal sealed partial class Template
{
    public static readonly string[] BuiltIn =
    [
        "user",
        "system",
        "conversation",
        "toolResult",
        "model",
        "request",
    ];

    private readonly List<(string Text, bool IsName)> _parts = [];

    public Template(string text)
    {
        var at = 0;
        foreach (Match match in Placeholder().Matches(text))
        {
            Literal(text[at..match.Index]);
            _parts.Add((match.Groups["name"].Value, true));
            at = match.Index + match.Length;
        }

        Literal(text[at..]);
    }

    public IEnumerable<string> Names => _parts.Where(part => part.IsName).Select(part => part.Text);

    public string Render(SimulatedRequest request, Captures captures)
    {
        if (_parts is [{ IsName: false } only])
        {
            return only.Text;
        }

        var text = new StringBuilder();
        foreach (var (part, isName) in _parts)
        {
            text.Append(isName ? captures.Find(part) ?? Value(part, request) : part);
        }

        return text.ToString();
    }

    private static string Value(string name, SimulatedRequest request) =>
        name switch
        {
            "user" => request.User,
            "system" => request.System,
            "conversation" => request.Conversation,
            "toolResult" => request.ToolResults is [.., var last] ? last : "",
            "model" => request.Model,
            "request" => request.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => "",
        };

    private void Literal(string text)
    {
        if (text.Length > 0)
        {
            _parts.Add((text, false));
        }
    }

    [GeneratedRegex(@"\{\{\s*(?<name>\w+)\s*\}\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder();
}
