using Microsoft.Extensions.AI;

namespace SkRouter.Protocols;

/// <summary>
/// The names of settings in the words of the caller. Connectors name what they leave out by chat completions' names; a caller of another protocol knows it by
/// another one.
/// </summary>
internal static class FieldNames
{
    /// <summary>The names that connectors give to how much a model is to reason.</summary>
    private static readonly HashSet<string> Reasoning = new(StringComparer.Ordinal)
    {
        "reasoning",
        "reasoning_effort",
        "reasoning.effort",
        "thinking.budget_tokens",
        "thinkingBudget",
        "output_config.effort",
    };

    private static readonly Dictionary<(string Protocol, string Name), string> Own = new()
    {
        [(WireProtocols.Messages, "stop")] = "stop_sequences",
        [(WireProtocols.Messages, "response_format")] = "output_config.format",
        [(WireProtocols.Messages, "parallel_tool_calls")] = "tool_choice.disable_parallel_tool_use",
        [(WireProtocols.Messages, "betas")] = "anthropic-beta",
        [(WireProtocols.Messages, "user_profile_id")] = "anthropic-user-profile-id",
        [(WireProtocols.Responses, "response_format")] = "text.format",
    };

    /// <summary>Notes what the caller speaks, and by which of its fields it said how much a model is to reason.</summary>
    public static void Note(ChatOptions options, string protocol, string? reasoning)
    {
        if (protocol == WireProtocols.ChatCompletions && reasoning is null)
        {
            return;
        }

        var properties = options.AdditionalProperties ??= [];
        properties[ProtocolFields.CallerProtocol] = protocol;
        if (reasoning is not null)
        {
            properties[ProtocolFields.ReasoningField] = reasoning;
        }
    }

    /// <summary>Whether the caller is known to speak a protocol.</summary>
    public static bool IsFrom(ChatOptions options, string protocol) =>
        options.AdditionalProperties?.TryGetValue(ProtocolFields.CallerProtocol, out var caller)
            is true
        && caller is string spoken
        && spoken == protocol;

    /// <summary>Gets the caller's name of a field.</summary>
    public static string Of(ChatOptions? options, string name)
    {
        if (options?.AdditionalProperties is not { Count: > 0 } properties)
        {
            return name;
        }

        if (
            Reasoning.Contains(name)
            && properties.TryGetValue(ProtocolFields.ReasoningField, out var field)
            && field is string reasoning
        )
        {
            return reasoning;
        }

        return
            properties.TryGetValue(ProtocolFields.CallerProtocol, out var protocol)
            && protocol is string caller
            && Own.TryGetValue((caller, name), out var own)
            ? own
            : name;
    }
}
