using System.Text.Json;

namespace SkRouter.Protocols;

/// <summary>
/// Represents a setting of one protocol that is carried to a deployment of another. It says what of it is lost there: nothing of a value that says what
/// happens anyway, and of an object only the members that the deployment is not told otherwise.
/// </summary>
/// <param name="field">The field's name.</param>
/// <param name="value">The value.</param>
internal readonly struct CarriedSetting(string field, object? value)
{
    /// <summary>What the Responses API calls encrypted reasoning among the things to include.</summary>
    public const string EncryptedReasoning = "reasoning.encrypted_content";

    /// <summary>What the Responses API calls log probabilities among the things to include.</summary>
    public const string LogProbabilities = "message.output_text.logprobs";

    /// <summary>Objects that hold settings which have little to do with each other.</summary>
    private static readonly HashSet<string> Groups = new(StringComparer.Ordinal)
    {
        "text",
        "reasoning",
        "thinking",
        "output_config",
        "stream_options",
    };

    /// <summary>Gets the members of a field that are also in the one reasoning option of Microsoft.Extensions.AI.</summary>
    /// <returns>Null if the field has none.</returns>
    public static IReadOnlyList<string>? InReasoning(string field) =>
        field switch
        {
            "reasoning" => ["enabled", "effort", "max_tokens", "exclude"],
            "thinking" => ["type", "budget_tokens", "display"],
            "output_config" => ["effort"],
            "enable_thinking" or "thinking_budget" or "think" or "include_reasoning" => [],
            "chat_template_kwargs" => ["enable_thinking", "thinking"],
            _ => null,
        };

    /// <summary>Gets the names of what is lost.</summary>
    /// <param name="told">The members that the deployment is told in words of its own; null for none, empty for all of the field.</param>
    /// <param name="hasLogProbabilities">Whether the deployment is asked for log probabilities in words of its own.</param>
    public IEnumerable<string> Lost(IReadOnlyList<string>? told, bool hasLogProbabilities)
    {
        if (told is { Count: 0 })
        {
            yield break;
        }

        if (
            value is not JsonElement { ValueKind: JsonValueKind.Object } members
            || (told is null && !Groups.Contains(field))
        )
        {
            if (!IsDefault(field, value, hasLogProbabilities))
            {
                yield return field;
            }

            yield break;
        }

        foreach (var member in members.EnumerateObject())
        {
            var name = $"{field}.{member.Name}";
            if (
                told?.Contains(member.Name, StringComparer.Ordinal) is not true
                && !IsDefault(name, member.Value, hasLogProbabilities)
            )
            {
                yield return name;
            }
        }
    }

    /// <summary>Whether a field says what happens anyway.</summary>
    private static bool IsDefault(string name, object? value, bool hasLogProbabilities) =>
        value is JsonElement given
        && (name, given.ValueKind) switch
        {
            ("truncation", JsonValueKind.String) => given.ValueEquals("disabled"),
            ("speed", JsonValueKind.String) => given.ValueEquals("standard"),
            ("service_tier", JsonValueKind.String) => given.ValueEquals("auto"),
            ("reasoning.mode", JsonValueKind.String) => given.ValueEquals("standard"),
            ("reasoning.context", JsonValueKind.String) => given.ValueEquals("auto"),
            ("logprobs", JsonValueKind.False) => true,
            ("top_logprobs", JsonValueKind.Number) => given.GetDouble() == 0,
            ("logit_bias", JsonValueKind.Object) => !given.EnumerateObject().Any(),
            ("modalities", JsonValueKind.Array) => given
                .EnumerateArray()
                .All(static item => Is(item, "text")),
            // It pads events for the sake of who listens on the wire to the provider.
            ("stream_options.include_obfuscation", _) => true,
            ("include", JsonValueKind.Array) => given
                .EnumerateArray()
                .All(item =>
                    // What a model thought comes back in the form of the caller's protocol in any case.
                    Is(item, EncryptedReasoning)
                    || (hasLogProbabilities && Is(item, LogProbabilities))
                ),
            _ => false,
        };

    private static bool Is(JsonElement item, string text) =>
        item.ValueKind is JsonValueKind.String && item.ValueEquals(text);
}
