using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.SemanticKernel;

namespace SkRouter.Conversion;

/// <summary>How much a model is to reason, in the caller's own word: in a property of a connector's own settings or in the extension data.</summary>
internal static class RequestedEffort
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> Properties = new();

    /// <returns>Null if the settings do not say.</returns>
    [SuppressMessage(
        "Globalization",
        "CA1308",
        Justification = "Providers write these words in lower case."
    )]
    public static string? Of(PromptExecutionSettings settings)
    {
        var value =
            PropertyOf(settings.GetType())?.GetValue(settings)
            ?? settings.ExtensionData?.GetValueOrDefault("reasoning_effort");
        return value?.ToString() is { Length: > 0 } word ? word.ToLowerInvariant() : null;
    }

    private static object? GetValueOrDefault(this IDictionary<string, object> data, string key) =>
        data.TryGetValue(key, out var value) ? value : null;

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2070",
        Justification = "An app that sets the property keeps it; where it was trimmed away, nobody can have set it."
    )]
    private static PropertyInfo? PropertyOf(Type type) =>
        type == typeof(PromptExecutionSettings)
            ? null
            : Properties.GetOrAdd(type, static type => type.GetProperty("ReasoningEffort"));
}
