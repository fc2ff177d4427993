using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.SemanticKernel;

namespace SkRouter.Routing;

/// <summary>Tells whether a request names texts that end its answer: one that ends at once is then what was asked for.</summary>
internal static class RequestedStops
{
    private static readonly string[] Names = ["stop", "stop_sequences", "stopSequences"];

    public static bool Any(ModelRequest request) =>
        request.IsSemanticKernel
            ? request.Settings is { } settings && (Own(settings) || Any(settings.ExtensionData))
            : request.Options is { } options
                && (options.StopSequences is { Count: > 0 } || Any(options.AdditionalProperties));

    /// <summary>Connectors of Semantic Kernel have a property of their own for it.</summary>
    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2075",
        Justification = "A property that trimming has removed is one that the connector does not read either."
    )]
    private static bool Own(PromptExecutionSettings settings)
    {
        var type = settings.GetType();
        return type != typeof(PromptExecutionSettings)
            && IsSome(type.GetProperty("StopSequences")?.GetValue(settings));
    }

    private static bool Any<T>(IEnumerable<KeyValuePair<string, T>>? fields)
    {
        if (fields is null)
        {
            return false;
        }

        foreach (var (key, value) in fields)
        {
            var name = key[(key.LastIndexOf('.') + 1)..];
            if (Names.Contains(name, StringComparer.OrdinalIgnoreCase) && IsSome(value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSome(object? value) =>
        value switch
        {
            null => false,
            string text => text.Length > 0,
            JsonElement { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() > 0,
            JsonElement { ValueKind: JsonValueKind.String } => true,
            JsonElement => false,
            ICollection list => list.Count > 0,
            IEnumerable<string> list => list.Any(),
            _ => false,
        };
}
