using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace SkRouter.Routing;

/// <summary>Tells whether a request asks for more of the answer's form than that it is text: JSON, or a schema.</summary>
internal static class StructuredRequest
{
    // As a setting of Semantic Kernel's, or as a protocol's field under "protocol.name".
    private static readonly string[] Names =
    [
        "response_format",
        "output_config",
        "output_format",
        "responseSchema",
        "responseMimeType",
        "responseJsonSchema",
        "guided_json",
        "guided_regex",
        "guided_grammar",
        "guided_choice",
        "structured_outputs",
        "grammar",
    ];

    public static bool IsStructured(ModelRequest request)
    {
        if (!request.IsSemanticKernel)
        {
            return request.Options is { } options
                && (
                    options.ResponseFormat is ChatResponseFormatJson
                    || Any(options.AdditionalProperties)
                );
        }

        return request.Settings is { } settings
            && (HasOwnFormat(settings) || Any(settings.ExtensionData));
    }

    /// <summary>Connectors of Semantic Kernel have a property of their own for it.</summary>
    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2075",
        Justification = "A property that trimming has removed is one that the connector does not read either."
    )]
    private static bool HasOwnFormat(PromptExecutionSettings settings)
    {
        var type = settings.GetType();
        return type != typeof(PromptExecutionSettings)
            && (
                type.GetProperty("ResponseFormat")?.GetValue(settings) is not (null or "text")
                || type.GetProperty("ResponseSchema")?.GetValue(settings) is not null
                || type.GetProperty("ResponseMimeType")?.GetValue(settings)
                    is not (null or "text/plain")
            );
    }

    private static bool Any<T>(IEnumerable<KeyValuePair<string, T>>? fields)
    {
        if (fields is null)
        {
            return false;
        }

        foreach (var (key, value) in fields)
        {
            var name = key.AsSpan(key.LastIndexOf('.') + 1);
            foreach (var known in Names)
            {
                if (
                    value is not (null or "text")
                    && name.Equals(known, StringComparison.OrdinalIgnoreCase)
                )
                {
                    return true;
                }
            }
        }

        return false;
    }
}
