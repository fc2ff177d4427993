using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Conversion;

/// <summary>
/// Settings that an app gives by OpenAI's name alone, as Semantic Kernel's extension data and additional properties of chat options have them: they are
/// fields of chat completions.
/// </summary>
internal static class UnnamedSettings
{
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["user"] = "user",
        ["safety_identifier"] = "safety_identifier",
        ["metadata"] = "metadata",
        ["store"] = "store",
        ["service_tier"] = "service_tier",
        ["prompt_cache_key"] = "prompt_cache_key",
        ["prompt_cache_retention"] = "prompt_cache_retention",
        ["verbosity"] = "verbosity",
        ["prediction"] = "prediction",
        ["logprobs"] = "logprobs",
        ["top_logprobs"] = "top_logprobs",
        ["logit_bias"] = "logit_bias",
        ["token_selection_biases"] = "logit_bias",
        ["modalities"] = "modalities",
        ["audio"] = "audio",
        ["web_search_options"] = "web_search_options",
    };

    /// <summary>Settings that are read elsewhere, or that are not for a provider.</summary>
    private static readonly HashSet<string> Read = new(StringComparer.Ordinal)
    {
        ProtocolFields.StrictSchema,
        "service_id",
        "model_id",
        "function_choice_behavior",
        "tool_call_behavior",
        "reasoning_effort",
        "response_format",
    };

    /// <summary>Gives the settings of a copy their full names, and names those that nothing is known of.</summary>
    public static void Carry(ChatOptions copy, Action<string> leaveOut)
    {
        if (copy.AdditionalProperties is not { Count: > 0 } properties)
        {
            return;
        }

        List<KeyValuePair<string, object?>>? unnamed = null;
        foreach (var entry in properties)
        {
            if (
                !entry.Key.Contains('.', StringComparison.Ordinal)
                && !Read.Contains(entry.Key)
                && entry.Value is not (null or JsonElement { ValueKind: JsonValueKind.Null })
            )
            {
                (unnamed ??= []).Add(entry);
            }
        }

        foreach (var (key, value) in unnamed ?? [])
        {
            if (Fields.TryGetValue(key, out var field))
            {
                properties.Remove(key);
                properties.TryAdd(ProtocolFields.Key(WireProtocols.ChatCompletions, field), value);
            }
            else
            {
                leaveOut(key);
            }
        }
    }
}
