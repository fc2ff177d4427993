using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Protocols;

namespace SkRouter.Conversion;

/// <summary>Semantic Kernel's settings as Microsoft.Extensions.AI has them, with the response format whole.</summary>
internal static class ToOptions
{
    /// <summary>Under this name Microsoft.Extensions.AI's clients of OpenAI read whether a schema is to be held strictly.</summary>
    public const string Strict = "strict";

    public static ChatOptions? Convert(PromptExecutionSettings? settings, Kernel? kernel)
    {
        if (settings is null)
        {
            return null;
        }

        var options = WithFormat(settings, kernel);
        KeepEffort(settings, options);
        return options;
    }

    private static ChatOptions WithFormat(PromptExecutionSettings settings, Kernel? kernel)
    {
        if (RequestedFormat.ToChat(RequestedFormat.Of(settings)) is not { } format)
        {
            return settings.ToChatOptions(kernel);
        }

        var options = RequestedFormat.With(settings, format: null).ToChatOptions(kernel);
        options.ResponseFormat = format.Format;
        if (format.Strict is { } strict)
        {
            (options.AdditionalProperties ??= [])[Strict] = strict;
        }

        return options;
    }

    /// <summary>Efforts that Microsoft.Extensions.AI has no member for, and those that OpenAI's SDK wraps, would be lost.</summary>
    private static void KeepEffort(PromptExecutionSettings settings, ChatOptions options)
    {
        if (options.Reasoning?.Effort is not null || RequestedEffort.Of(settings) is not { } word)
        {
            return;
        }

        (options.AdditionalProperties ??= [])[ProtocolFields.ReasoningWord] = word;
        (options.Reasoning ??= new()).Effort = word switch
        {
            "none" => ReasoningEffort.None,
            "minimal" or "low" => ReasoningEffort.Low,
            "medium" => ReasoningEffort.Medium,
            "high" => ReasoningEffort.High,
            "xhigh" or "max" => ReasoningEffort.ExtraHigh,
            _ => null,
        };
    }
}
