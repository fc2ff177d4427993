using System.Diagnostics.CodeAnalysis;
using Microsoft.SemanticKernel;
using SkRouter.Resilience;

namespace SkRouter.Routing;

/// <summary>The OpenAI connector's older way to offer tools runs them inside the connector, where a retry would run them again.</summary>
internal static class LegacyToolBehavior
{
    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2075",
        Justification = "An app that sets the property keeps it; where it was trimmed away, nobody can have set it."
    )]
    public static void Refuse(PromptExecutionSettings settings)
    {
        if (settings.GetType() == typeof(PromptExecutionSettings))
        {
            return;
        }

        if (settings.GetType().GetProperty("ToolCallBehavior")?.GetValue(settings) is not null)
        {
            throw new RouterException(
                RouterErrorCode.UnsupportedSetting,
                "ToolCallBehavior makes the connector run tools itself, and a failover would run them twice. Use FunctionChoiceBehavior instead, e.g. FunctionChoiceBehavior.Auto()."
            );
        }
    }
}
