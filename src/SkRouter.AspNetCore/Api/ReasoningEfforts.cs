using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Api;

/// <summary>Reads how hard a model should think.</summary>
internal static class ReasoningEfforts
{
    /// <summary>
    /// Reads an effort. Words that Microsoft.Extensions.AI does not have are also carried as they are, for deployments that know them.
    /// </summary>
    public static void Read(JsonField field, ChatOptions options)
    {
        var word = field.AsText();
        var effort = word switch
        {
            "none" => ReasoningEffort.None,
            "minimal" or "low" => ReasoningEffort.Low,
            "medium" => ReasoningEffort.Medium,
            "high" => ReasoningEffort.High,
            "xhigh" or "max" => ReasoningEffort.ExtraHigh,
            _ => throw field.Wrong("none, minimal, low, medium, high, xhigh or max"),
        };
        options.Reasoning = new() { Effort = effort, Output = options.Reasoning?.Output };
        if (word is "minimal" or "max")
        {
            (options.AdditionalProperties ??= [])[ProtocolFields.ReasoningWord] = word;
        }
    }

    /// <summary>Carries the number of tokens that the model may reason.</summary>
    public static void ReadBudget(JsonField field, ChatOptions options) =>
        (options.AdditionalProperties ??= [])[ProtocolFields.ReasoningBudget] = field.AsInt();
}
