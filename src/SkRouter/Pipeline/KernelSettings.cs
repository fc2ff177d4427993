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
        if (copy.ExtensionData is not { Count: > 0 } data)
        {
            return;
        }

        // Its connectors read an effort from settings of their own type only, and refuse it from any other.
        if (
            data.Remove(Effort)
            | data.Remove(ProtocolFields.ReasoningWord)
            | data.Remove(ProtocolFields.ReasoningBudget)
        )
        {
            run.LeaveOut(Effort);
        }

        if (data.Remove("top_k"))
        {
            run.LeaveOut("top_k");
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
}
