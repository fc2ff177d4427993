using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.SemanticKernel;

namespace SkRouter.Pipeline;

/// <summary>Asks a connector of Semantic Kernel for no more than so much output. Each has settings of its own, with a property for it.</summary>
internal static class OutputLimit
{
    private const string Carried = "max_tokens";
    private const string CarriedNewer = "max_completion_tokens";

    private static readonly string[] Names = ["MaxTokens", "MaxOutputTokens", "NumPredict"];

    /// <param name="settings">A copy that nobody else has.</param>
    /// <param name="limit">Tokens; null to leave it alone.</param>
    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2075",
        Justification = "A property that trimming has removed is one that the connector does not read either."
    )]
    public static void Apply(PromptExecutionSettings settings, int? limit)
    {
        if (limit is not { } tokens)
        {
            return;
        }

        var type = settings.GetType();
        foreach (var name in Names)
        {
            if (
                type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance)
                    is { CanWrite: true } property
                && property.PropertyType == typeof(int?)
            )
            {
                property.SetValue(settings, tokens);
                return;
            }
        }

        settings.ExtensionData ??= new Dictionary<string, object>();
        var key = settings.ExtensionData.ContainsKey(CarriedNewer) ? CarriedNewer : Carried;
        settings.ExtensionData[key] = tokens;
    }
}
