using System.Text.Json;

namespace SkRouter.Connectors.Wire;

/// <summary>Finds the error inside an answer or an event of a stream that came with a successful status.</summary>
internal static class AnswerErrors
{
    /// <summary>Every answer of any protocol has one of these, a blocked one of Gemini's included.</summary>
    private static readonly string[] AnswerMembers =
    [
        "choices",
        "output",
        "content",
        "candidates",
        "promptFeedback",
    ];

    /// <summary>What holds the error of a whole answer: an error member beside or in place of the answer, or a response that says it failed.</summary>
    /// <returns>Null if there is none.</returns>
    public static JsonElement? In(JsonElement root) =>
        Holder(root)
        ?? (
            root.Text("status") is "failed" or "cancelled"
            || !AnswerMembers.Any(name => root.Member(name) is not null)
                ? root
                : null
        );

    /// <summary>What holds the error of one event.</summary>
    /// <returns>Null if there is none.</returns>
    public static JsonElement? InEvent(JsonElement data) =>
        Holder(data)
        ?? (
            data.Text("object") is "error"
            || data.Text("type") is "error" or "response.failed" or "response.cancelled"
                ? data.Member("response") ?? data
                : null
        );

    private static JsonElement? Holder(JsonElement root)
    {
        if (HasError(root))
        {
            return root;
        }
        // A gateway may tell of the error of the provider behind it in the choice.
        foreach (var choice in root.Items("choices"))
        {
            return HasError(choice) ? choice : null;
        }
        return null;
    }

    private static bool HasError(JsonElement holder) =>
        holder.Member("error") switch
        {
            { ValueKind: JsonValueKind.Object } error => error.EnumerateObject().Any(),
            { ValueKind: JsonValueKind.String } error => error.GetString() is { Length: > 0 },
            _ => false,
        };
}
