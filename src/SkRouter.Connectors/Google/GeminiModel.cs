using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Restrictions;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Google;

/// <summary>What differs between the generations of Gemini.</summary>
internal static class GeminiModel
{
    public static bool IsThree(string? model) =>
        model?.Contains("gemini-3", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>The third generation takes a level, the one before it a number of tokens.</summary>
    public static JsonObject? Thinking(ChatOptions options, ModelRules rules, RequestNotes notes)
    {
        var thinking = new JsonObject();
        if (ReasoningSetting.Of(options) is { } reasoning)
        {
            if (IsThree(options.ModelId) && reasoning.Budget is null)
            {
                thinking["thinkingLevel"] = Level(reasoning.Effort, options.ModelId!);
            }
            else
            {
                var tokens = rules.Budget?.Fit(reasoning.Tokens) ?? reasoning.Tokens;
                if (tokens != reasoning.Tokens)
                {
                    notes.Left("thinkingBudget");
                }
                thinking["thinkingBudget"] = tokens;
            }
        }
        if (options.Reasoning?.Output is { } output)
        {
            thinking["includeThoughts"] = output != ReasoningOutput.None;
        }
        return thinking.Count > 0 ? thinking : null;
    }

    /// <summary>Only the Flash models know the levels between and below.</summary>
    private static string Level(ReasoningEffort effort, string model)
    {
        var hasAll = model.Contains("flash", StringComparison.OrdinalIgnoreCase);
        return effort switch
        {
            ReasoningEffort.None => hasAll ? "minimal" : "low",
            ReasoningEffort.Low => "low",
            ReasoningEffort.Medium => hasAll ? "medium" : "high",
            _ => "high",
        };
    }
}
