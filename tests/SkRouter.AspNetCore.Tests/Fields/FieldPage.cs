using System.Text;
using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Writes the field table as a page of the documentation.</summary>
internal static class FieldPage
{
    private static readonly (string Kind, string Title)[] Columns =
    [
        ("chat-completions", "chat completions"),
        ("responses", "Responses"),
        ("messages", "Anthropic"),
        ("generate-content", "Gemini"),
        ("semantic-kernel", "SK OpenAI connector"),
        ("chat-client", "OpenAI `IChatClient`"),
    ];

    private static readonly (string Face, string Title)[] Faces =
    [
        ("chat-completions", "Chat completions (`/v1/chat/completions`)"),
        ("responses", "Responses (`/v1/responses`)"),
        ("messages", "Messages (`/v1/messages`)"),
        ("library-client", "The library: `ChatOptions` and `ChatMessage`"),
        ("library-kernel", "The library: `PromptExecutionSettings` and `ChatHistory`"),
    ];

    public static string Write()
    {
        var page = new StringBuilder(
            """
            # Fields

            What becomes of the fields of a request at each kind of deployment. For each cell a test sends the field through its face to a simulated provider,
            plain and streamed, and compares what arrives with this table (`tests/SkRouter.AspNetCore.Tests/Fields`). In a cell with a translation, the test does not
            check that parts which have no counterpart are named. The table covers the HTTP faces, most of their documented fields and the default
            `UnsupportedParameters.Drop`; it has no rows yet for Semantic Kernel's and Microsoft.Extensions.AI's settings.

            | cell | meaning |
            | --- | --- |
            | delivered | arrives as it was sent |
            | `path` | translated: arrives under these names |
            | left out | not sent, and named in `x-skrouter-ignored` and in the decision record; with `UnsupportedParameters.Refuse` a setting that changes the answer is refused instead, and a hint (`user`, `metadata`, cache marks) is still left out |
            | refused | 400: without it the request would mean something else. Where a role has a candidate of another provider, that one is asked |
            | default | says what happens anyway, so nothing is sent |

            A field that is not in this table goes unchanged to deployments of its caller's protocol, and is left out and named elsewhere. What single models are
            known to refuse is in `src/SkRouter.Connectors/Restrictions/model-rules.json`, with source and date, and is left out and named, or moved into
            their range.

            The models of the test: gpt-4o, claude-sonnet-4-5 and gemini-2.5-flash.

            """
        );
        foreach (var (face, title) in Faces)
        {
            var rows = FieldTable.Rows.Where(row => row.Face == face).ToList();
            if (rows.Count == 0)
            {
                continue;
            }

            page.Append('\n').Append("## ").Append(title).Append("\n\n| field |");
            foreach (var (_, column) in Columns)
            {
                page.Append(' ').Append(column).Append(" |");
            }

            page.Append("\n| --- |").Insert(page.Length, " --- |", Columns.Length).Append('\n');
            foreach (var row in rows)
            {
                page.Append("| `").Append(row.Field).Append("` |");
                foreach (var (kind, _) in Columns)
                {
                    page.Append(' ').Append(Cell(row.To[kind])).Append(" |");
                }

                page.Append('\n');
            }
        }

        return page.ToString();
    }

    private static string Cell(JsonNode? cell) =>
        cell is JsonObject expected
            ? string.Join(
                "<br>",
                Paths(expected, "").Distinct().Take(3).Select(path => $"`{path}`")
            )
            : cell!.GetValue<string>() switch
            {
                "=" => "delivered",
                "!" => "refused",
                "~" => "default",
                _ => "left out",
            };

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
