using Microsoft.SemanticKernel;
using SkRouter.Protocols;

namespace SkRouter.Pipeline;

/// <summary>Translates fields of chat completions for Semantic Kernel's connectors of OpenAI, by the names that they read.</summary>
internal static class KernelSettings
{
    private const string Effort = "reasoning_effort";

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["user"] = "user",
        ["metadata"] = "metadata",
        ["store"] = "store",
        ["logprobs"] = "logprobs",
        ["top_logprobs"] = "top_logprobs",
        ["logit_bias"] = "token_selection_biases",
        ["modalities"] = "modalities",
        ["audio"] = "audio",
        ["web_search_options"] = "web_search_options",
    };

    /// <summary>What these connectors read of extension data.</summary>
    private static readonly HashSet<string> Read = new(StringComparer.Ordinal)
    {
        "temperature",
        "top_p",
        "presence_penalty",
        "frequency_penalty",
        "max_tokens",
        "stop_sequences",
        "seed",
        "response_format",
        "chat_system_prompt",
        "chat_developer_prompt",
        "token_selection_biases",
        "user",
        "logprobs",
        "top_logprobs",
        "metadata",
        "store",
        "web_search_options",
        "modalities",
        "audio",
        "extra_body",
        "function_choice_behavior",
        "service_id",
        "model_id",
        "strict",
    };

    public static void Translate(AttemptRun run, PromptExecutionSettings copy)
    {
        if (
            run.Request.IsSemanticKernel
            || !OpenAIClients.Are(run.Deployment.ChatCompletion!.GetType())
        )
        {
            return;
        }

        OpenAIClients.Verify(run.Request.Messages);
        OpenAIClients.NameLost(run);
        NameReasoning(run);
        if (copy.ExtensionData is not { Count: > 0 } data)
        {
            return;
        }

        // Its connectors read an effort from settings of their own type only, and refuse it from any other.
        data.Remove(Effort);
        if (data.Remove("top_k"))
        {
            run.LeaveOut("top_k");
        }

        foreach (var key in data.Keys)
        {
            if (!key.Contains('.', StringComparison.Ordinal) && !Read.Contains(key))
            {
                run.LeaveOut(key);
            }
        }

        foreach (var (field, name) in Names)
        {
            if (
                data.Remove(ProtocolFields.Key(WireProtocols.ChatCompletions, field), out var value)
            )
            {
                data[name] = value;
            }
        }
    }

    private static void NameReasoning(AttemptRun run)
    {
        if (
            run.Request.Options is { } options
            && (
                options.Reasoning?.Effort is not null
                || options.AdditionalProperties?.ContainsKey(ProtocolFields.ReasoningBudget) is true
            )
        )
        {
            run.LeaveOut(Effort);
        }
    }
}
