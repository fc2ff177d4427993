using System.Text;
using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Answers;

/// <summary>Writes the table of answers as a page of the documentation.</summary>
internal static class AnswerPage
{
    private static readonly (string Face, string Title)[] Columns =
    [
        ("chat-completions", "chat completions"),
        ("responses", "Responses"),
        ("messages", "Messages"),
        ("library-client", "Microsoft.Extensions.AI"),
        ("library-kernel", "Semantic Kernel"),
    ];

    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        ["chat-completions"] = "Providers that speak chat completions",
        ["responses"] = "Providers that speak Responses",
        ["messages"] = "Anthropic",
        ["generate-content"] = "Gemini",
    };

    /// <summary>Members that every content has.</summary>
    private static readonly HashSet<string> Obvious = ["type", "role", "status"];

    public static string Write()
    {
        var page = new StringBuilder(
            """
            # Answers

            What becomes of the members of an answer at each face. For each cell a test gives the answer as the provider would, plain and streamed, and compares what
            the client receives with this table (`tests/SkRouter.AspNetCore.Tests/Answers`). It also checks every answer and every event against the members that the
            types of OpenAI's and Anthropic's SDKs have (`shapes.json`). [Fields](fields.md) is the same for requests.

            | cell | meaning |
            | --- | --- |
            | delivered | arrives as the provider wrote it; in the last two columns: in the provider's own answer, which is the answer's `RawRepresentation` (`InnerContent`) |
            | `path` | translated: arrives under these names |
            | left out | the protocol has no word for it. It is named with the prefix `answer.`: in `x-skrouter-ignored`, or in a comment (`: x-skrouter-ignored: ...`) before the end of a stream |
            | said elsewhere | nothing is lost: another member says the same, or it repeats the request |

            A member that is not in this table goes unchanged to callers of its provider's protocol, and is named elsewhere. In the last two columns `contents` are
            the contents of the message and `extras` its additional properties (metadata).

            """
        );
        foreach (var provider in AnswerTable.Providers)
        {
            page.Append("\n## ").Append(Titles[provider]).Append("\n\n| member |");
            foreach (var (_, title) in Columns)
            {
                page.Append(' ').Append(title).Append(" |");
            }

            page.Append("\n| --- |").Insert(page.Length, " --- |", Columns.Length).Append('\n');
            foreach (var row in AnswerTable.Rows.Where(row => row.Provider == provider))
            {
                page.Append("| `").Append(row.Field).Append("` |");
                foreach (var (face, _) in Columns)
                {
                    page.Append(' ').Append(Cell(row.To[face])).Append(" |");
                }

                page.Append('\n');
            }
        }

        return page.ToString();
    }

    private static string Cell(JsonNode? cell) =>
        cell switch
        {
            JsonObject expected => Shown([.. Paths(expected, "").Distinct()]),
            JsonArray both => $"{Cell(both[0])}<br>left out: {Named(both[1]!.GetValue<string>())}",
            _ => cell!.GetValue<string>() switch
            {
                "=" => "delivered",
                "~" => "said elsewhere",
                _ => "left out",
            },
        };

    private static string Shown(IReadOnlyList<string> paths) =>
        string.Join(
            "<br>",
            paths
                .Where(path => !Obvious.Contains(path.Split('.')[^1]))
                .DefaultIfEmpty(paths[0])
                .Take(4)
                .Select(path => $"`{path}`")
        );

    private static string Named(string state) =>
        string.Join(", ", state[1..].Split(' ').Select(name => $"`{name}`"));

    private static IEnumerable<string> Paths(JsonNode? node, string at) =>
        node switch
        {
            JsonObject { Count: > 0 } members => members.SelectMany(member =>
                Paths(member.Value, at.Length == 0 ? member.Key : $"{at}.{member.Key}")
            ),
            JsonArray items when items.Any(item => item is JsonObject) => items.SelectMany(item =>
                Paths(item, $"{at}[]")
            ),
            _ => [at],
        };
}
