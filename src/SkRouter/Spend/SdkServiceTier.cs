using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace SkRouter.Spend;

/// <summary>The service tier on an answer of the OpenAI SDK, without a reference to the SDK.</summary>
internal static class SdkServiceTier
{
    private const string Sdk = "OpenAI";
    private const string Name = "ServiceTier";

    private static readonly ConcurrentDictionary<Type, PropertyInfo?> Properties = new();

    /// <param name="raw">The SDK's own object for an answer or a chunk.</param>
    /// <returns>Null if it names none.</returns>
    public static string? Of(object? raw) =>
        raw is null
            ? null
            : Properties.GetOrAdd(raw.GetType(), Property)?.GetValue(raw)?.ToString();

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2070",
        Justification = "Where the property is trimmed away the standard tier is assumed."
    )]
    private static PropertyInfo? Property(Type type) =>
        type.Namespace?.StartsWith(Sdk, StringComparison.Ordinal) == true
            ? type.GetProperty(Name, BindingFlags.Public | BindingFlags.Instance)
            : null;
}
