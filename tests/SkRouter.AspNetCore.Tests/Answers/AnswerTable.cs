using System.Text.Json.Nodes;
using SkRouter.AspNetCore.Tests.Fields;

namespace SkRouter.AspNetCore.Tests.Answers;

/// <summary>Reads <c>answers.json</c>: the documented members of every protocol's answers and what becomes of each.</summary>
internal static class AnswerTable
{
    private const string File = "tests/SkRouter.AspNetCore.Tests/Answers/answers.json";

    public static readonly string[] Faces =
    [
        "chat-completions",
        "responses",
        "messages",
        "library-client",
        "library-kernel",
    ];

    public static JsonObject Json { get; } =
        JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(FieldTable.Root, File)))!.AsObject();

    public static IReadOnlyList<string> Providers { get; } =
    [.. Json["providers"]!.AsObject().Select(provider => provider.Key)];

    public static IReadOnlyList<AnswerRow> Rows { get; } =
    [
        .. Json["providers"]!
            .AsObject()
            .SelectMany(provider =>
                provider.Value!["rows"]!
                    .AsArray()
                    .Select(row => new AnswerRow(
                        provider.Key,
                        row!["field"]!.GetValue<string>(),
                        row["answer"]!.AsObject(),
                        row["ask"]?.AsObject(),
                        row["stream"]?.AsArray(),
                        row["to"]!.AsObject()
                    ))
            ),
    ];

    /// <summary>Gets a row's whole answer.</summary>
    public static JsonObject AnswerOf(AnswerRow row)
    {
        var answer = Json["providers"]![row.Provider]!["base"]!.DeepClone().AsObject();
        Merge(answer, row.Answer);
        return answer;
    }

    /// <summary>Merges objects, and arrays of things without a type item by item.</summary>
    public static void Merge(JsonObject target, JsonObject more)
    {
        foreach (var (name, value) in more)
        {
            switch (value, target[name])
            {
                case (JsonObject inner, JsonObject known):
                    Merge(known, inner);
                    break;
                case (JsonArray { Count: 1 } items, JsonArray { Count: 1 } list)
                    when items[0] is JsonObject item
                        && list[0] is JsonObject open
                        && !item.ContainsKey("type"):
                    Merge(open, item);
                    break;
                default:
                    target[name] = value?.DeepClone();
                    break;
            }
        }
    }
}
