using System.Collections.Frozen;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>Which fields of one protocol another one has under a name or in a form of its own, and which of them never change an answer.</summary>
internal static class FieldTranslations
{
    private const string Chat = WireProtocols.ChatCompletions;
    private const string Responses = WireProtocols.Responses;
    private const string Messages = WireProtocols.Messages;
    private const string Gemini = WireProtocols.GenerateContent;

    /// <summary>About the request and not about the answer: left out and named even where unsupported settings are refused.</summary>
    private static readonly FrozenSet<string> Hints = FrozenSet.Create(
        StringComparer.Ordinal,
        "user",
        "metadata",
        "store",
        "safety_identifier",
        "prompt_cache_key",
        "prompt_cache_retention",
        "prompt_cache_options",
        "cache_control",
        "labels",
        "betas",
        "user_profile_id",
        "diagnostics",
        "stream_options",
        "include"
    );

    /// <summary>By the protocol that is written: the fields of others that its writer sends, with the members that it reads of each; none: all of it.</summary>
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string[]>> Read =
        new Dictionary<string, FrozenDictionary<string, string[]>>(StringComparer.Ordinal)
        {
            [Chat] = Table(
                (Responses, "user", []),
                (Responses, "metadata", []),
                (Responses, "store", []),
                (Responses, "safety_identifier", []),
                (Responses, "service_tier", []),
                (Responses, "prompt_cache_key", []),
                (Responses, "prompt_cache_retention", []),
                (Responses, "prompt_cache_options", []),
                (Responses, "moderation", []),
                (Responses, "text", ["verbosity"]),
                (Responses, "tool_choice", []),
                (Responses, "top_logprobs", []),
                (Messages, "metadata", ["user_id"]),
                (Messages, "service_tier", []),
                (Messages, "thinking", ["type", "budget_tokens", "display"]),
                (Messages, "output_config", ["effort"])
            ),
            [Responses] = Table(
                (Chat, "user", []),
                (Chat, "metadata", []),
                (Chat, "store", []),
                (Chat, "safety_identifier", []),
                (Chat, "service_tier", []),
                (Chat, "prompt_cache_key", []),
                (Chat, "prompt_cache_retention", []),
                (Chat, "prompt_cache_options", []),
                (Chat, "moderation", []),
                (Chat, "logprobs", []),
                (Chat, "top_logprobs", []),
                (Chat, "verbosity", []),
                (Chat, "web_search_options", []),
                (Chat, "tool_choice", []),
                (Chat, "reasoning", ["enabled", "exclude", "summary"]),
                (Chat, "thinking", ["type", "budget_tokens"]),
                (Messages, "metadata", ["user_id"]),
                (Messages, "service_tier", []),
                (Messages, "thinking", ["type", "budget_tokens", "display"]),
                (Messages, "output_config", ["effort"])
            ),
            [Messages] = Table(
                (Chat, "user", []),
                (Chat, "safety_identifier", []),
                (Chat, "service_tier", []),
                (Chat, "web_search_options", []),
                (Chat, "tool_choice", []),
                (Chat, "reasoning", ["enabled", "exclude", "summary"]),
                (Chat, "thinking", ["type", "budget_tokens"]),
                (Responses, "user", []),
                (Responses, "safety_identifier", []),
                (Responses, "service_tier", []),
                (Responses, "tool_choice", []),
                (Responses, "reasoning", ["summary", "generate_summary"])
            ),
            [Gemini] = Table(
                (Chat, "service_tier", []),
                (Chat, "web_search_options", []),
                (Chat, "modalities", []),
                (Chat, "logprobs", []),
                (Chat, "top_logprobs", []),
                (Responses, "top_logprobs", []),
                (Chat, "tool_choice", []),
                (Chat, "reasoning", ["enabled", "exclude", "summary"]),
                (Chat, "thinking", ["type", "budget_tokens"]),
                (Responses, "service_tier", []),
                (Responses, "tool_choice", []),
                (Responses, "reasoning", ["summary", "generate_summary"]),
                (Messages, "service_tier", []),
                (Messages, "thinking", ["type", "budget_tokens", "display"]),
                (Messages, "output_config", ["effort"])
            ),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsHint(string field) => Hints.Contains(field);

    /// <summary>Gets the members that a protocol's writer reads of a field of another protocol.</summary>
    /// <param name="key">The key, such as <c>responses.text</c>.</param>
    /// <param name="protocol">The protocol that is written.</param>
    /// <returns>Empty if it reads all of it; null if it does not have the field.</returns>
    public static IReadOnlyList<string>? Of(string key, string protocol) =>
        Read[protocol].GetValueOrDefault(key)
        ?? (
            ProtocolFields.After(key, Chat) is { } field ? CarriedSetting.InReasoning(field) : null
        );

    /// <summary>Whether a protocol's writer sends a field that a message, a content or a tool carries for another one.</summary>
    public static bool IsOfContent(string key, string protocol) =>
        (protocol, key) switch
        {
            (Gemini, $"{Chat}.extra_content") => true,
            _ => false,
        };

    private static FrozenDictionary<string, string[]> Table(
        params (string Protocol, string Field, string[] Members)[] rows
    ) =>
        rows.ToFrozenDictionary(
            static row => ProtocolFields.Key(row.Protocol, row.Field),
            static row => row.Members,
            StringComparer.OrdinalIgnoreCase
        );
}
