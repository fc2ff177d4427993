using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace SkRouter.Conversion;

/// <summary>Microsoft.Extensions.AI's options as Semantic Kernel has them, by the names that its connectors read.</summary>
internal static class ToSettings
{
    public static PromptExecutionSettings? Convert(ChatOptions? options)
    {
        if (options is null)
        {
            return null;
        }

        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        Put(data, "temperature", options.Temperature);
        Put(data, "top_p", options.TopP);
        Put(data, "top_k", options.TopK);
        Put(data, "max_tokens", options.MaxOutputTokens);
        Put(data, "frequency_penalty", options.FrequencyPenalty);
        Put(data, "presence_penalty", options.PresencePenalty);
        Put(data, "seed", options.Seed);
        Put(
            data,
            "stop_sequences",
            options.StopSequences is { Count: > 0 } stops ? stops.ToList() : null
        );
        Put(
            data,
            "response_format",
            OpenAIFormat.Write(
                options.ResponseFormat,
                options.AdditionalProperties?.GetValueOrDefault(ToOptions.Strict) as bool?
            )
        );
        Put(data, "reasoning_effort", Effort(options.Reasoning?.Effort));
        foreach (var (key, value) in options.AdditionalProperties ?? [])
        {
            Put(data, key, value);
        }

        return new PromptExecutionSettings
        {
            ExtensionData = data.Count == 0 ? null : data,
            FunctionChoiceBehavior = Choice(options),
        };
    }

    private static FunctionChoiceBehavior? Choice(ChatOptions options)
    {
        if (options.Tools is not { Count: > 0 } tools)
        {
            return null;
        }

        var functions = new List<KernelFunction>(tools.Count);
        foreach (var tool in tools)
        {
            if (tool is AIFunctionDeclaration declaration)
            {
                functions.Add(
                    declaration as KernelFunction
                        ?? new DeclaredFunction(declaration).AsKernelFunction()
                );
            }
        }

        if (functions.Count == 0)
        {
            // Semantic Kernel's connector would offer a function that does nothing.
            return null;
        }

        var details = new FunctionChoiceBehaviorOptions
        {
            AllowParallelCalls = options.AllowMultipleToolCalls,
            AllowStrictSchemaAdherence = tools.OfType<AIFunctionDeclaration>().All(IsStrict),
        };
        return options.ToolMode switch
        {
            NoneChatToolMode => FunctionChoiceBehavior.None(functions, details),
            RequiredChatToolMode { RequiredFunctionName: { } name } =>
                FunctionChoiceBehavior.Required(
                    functions.Where(function => function.Name == name).ToList(),
                    autoInvoke: false,
                    details
                ),
            RequiredChatToolMode => FunctionChoiceBehavior.Required(
                functions,
                autoInvoke: false,
                details
            ),
            _ => FunctionChoiceBehavior.Auto(functions, autoInvoke: false, details),
        };
    }

    private static bool IsStrict(AIFunctionDeclaration tool) =>
        tool.AdditionalProperties.TryGetValue(ToOptions.Strict, out var strict) && strict is true;

    private static string? Effort(ReasoningEffort? effort) =>
        effort switch
        {
            ReasoningEffort.Low => "low",
            ReasoningEffort.Medium => "medium",
            ReasoningEffort.High => "high",
            ReasoningEffort.ExtraHigh => "xhigh",
            _ => null,
        };

    private static void Put(Dictionary<string, object> data, string key, object? value)
    {
        if (value is not null)
        {
            data[key] = value;
        }
    }
}
