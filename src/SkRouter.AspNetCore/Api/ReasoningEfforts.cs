using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Api;

/// <summary>How hard a model should think, in OpenAI's words.</summary>
internal static class ReasoningEfforts
{
    /// <summary>Under this name the options carry a number of tokens instead.</summary>
    public const string Budget = "skrouter.reasoning_budget";

    public static ReasoningEffort Read(JsonField field) =>
        field.AsText() switch
        {
            "none" => ReasoningEffort.None,
            "minimal" or "low" => ReasoningEffort.Low,
            "medium" => ReasoningEffort.Medium,
            "high" => ReasoningEffort.High,
            "xhigh" or "max" => ReasoningEffort.ExtraHigh,
            _ => throw field.Wrong("none, minimal, low, medium, high or xhigh"),
        };
}
