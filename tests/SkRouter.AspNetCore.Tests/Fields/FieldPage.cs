using System.Text;
using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Writes the field table as a page of the documentation.</summary>
internal static class FieldPage
{
    private const string Names = "#named";

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
            plain and streamed, with `UnsupportedParameters.Drop` and with `Refuse`, and compares with this table what arrives and what the answer's header and
            the decision record name (`tests/SkRouter.AspNetCore.Tests/Fields`).

            | cell | meaning |
            | --- | --- |
            | delivered | arrives as it was sent |
            | `path` | translated: arrives under these names |
            | named: `x` | beside that: `x` is left out |
            | left out | not sent, and named in `x-skrouter-ignored` and in the decision record; with `UnsupportedParameters.Refuse` it is refused by name |
            | left out (hint) | the same, but it never changes an answer (`user`, `metadata`, cache marks), so that `Refuse` leaves it out too |
            | refused | 400: without it the request would mean something else. Where a role has another candidate, that one is asked |
            | default | nothing is lost: it says what happens anyway, or it is addressed to another provider |

            The table has every documented member of the requests of OpenAI's chat completions and Responses (openai-python 3.3.1 of August 2026) and of
            Anthropic's messages with its betas (anthropic-sdk-python 0.121.0 of August 2026), one level below `tools`, `tool_choice`, messages and contents
            included, fields of the dialects of chat completions, and every member of Microsoft.Extensions.AI's `ChatOptions` and contents (10.11) and of Semantic
            Kernel's settings and contents (1.82). Gemini's fields (google-genai 2.19) travel as `generate-content.name`; no HTTP face
            speaks its protocol, so that they have no table.
            A field that is not in this table goes unchanged to deployments of its caller's protocol, and is left out and named elsewhere. Names are those of
            the caller's protocol.

            Which settings a dialect of chat completions has is in `src/SkRouter.Connectors/Restrictions/dialect-fields.json`, and what single models are known to
            refuse is in `model-rules.json` beside it, with source and date: it is left out and named, or moved into their range.

            `n` above 1 is passed to providers of chat completions that have it, and all choices come back as they are; every other one refuses it. `functions`
            and `function_call` become tools, and the answer has a `function_call`.

            Names of tools that a provider does not take are other ones there, in tools, history and `tool_choice`, and the caller's own in the answer; a service of
            Semantic Kernel refuses them. A schema that Claude is bound to is closed, and `schema.minimum` and the like name what it loses; a `strict` schema that
            OpenAI would refuse is sent without `strict`, which is named. The JSON mode of models that want the word "json" gets a message with it.

            The models of the test: gpt-5.1, claude-sonnet-4-5 and gemini-2.5-flash.

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
                    page.Append(' ').Append(Cell(row.To[kind], row)).Append(" |");
                }

                page.Append('\n');
            }
        }

        return page.ToString();
    }

    private static string Cell(JsonNode? cell, FieldRow row) =>
        cell is JsonObject expected
            ? string.Join("<br>", Translated(expected))
            : cell!.GetValue<string>() switch
            {
                "=" => "delivered",
                "!" => "refused",
                "~" => "default",
                _ => row.IsHint ? "left out (hint)" : "left out",
            };

    private static IEnumerable<string> Translated(JsonObject expected) =>
        expected
            .Where(member => member.Key != Names)
            .SelectMany(member => Paths(member.Value, member.Key))
            .Distinct()
            .Take(3)
            .Select(path => $"`{path}`")
            .Concat(
                (expected[Names] as JsonArray ?? []).Select(name =>
                    $"named: `{name!.GetValue<string>().TrimEnd('~')}`"
                )
            );

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
