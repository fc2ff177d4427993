using Microsoft.Extensions.AI;

namespace SkRouter.Conversion;

/// <summary>
/// What a provider wants back with its own contents (an item's id, a thought's signature, who wrote it) rides on them as
/// <c>provider.name</c> entries. Semantic Kernel has a place for such entries too, so a tool loop there does not lose them.
/// </summary>
internal static class ProviderMarks
{
    public const string ProtectedData = "ProtectedData";

    /// <summary>Under this name the metadata of a text hold its citations.</summary>
    public const string Annotations = "Annotations";

    public static Dictionary<string, object?>? Of(AIContent content)
    {
        Dictionary<string, object?>? marks = null;
        foreach (var (key, value) in content.AdditionalProperties ?? [])
        {
            if (IsMark(key))
            {
                (marks ??= new(StringComparer.Ordinal))[key] = value;
            }
        }

        if (content is TextReasoningContent { ProtectedData: { } signature })
        {
            (marks ??= new(StringComparer.Ordinal))[ProtectedData] = signature;
        }

        if (content.Annotations is { Count: > 0 } annotations)
        {
            (marks ??= new(StringComparer.Ordinal))[Annotations] = annotations;
        }

        return marks;
    }

    /// <summary>Gets what a text cites, which Semantic Kernel has no member for.</summary>
    public static IList<AIAnnotation>? AnnotationsOf(
        IReadOnlyDictionary<string, object?>? metadata
    ) => metadata?.GetValueOrDefault(Annotations) as IList<AIAnnotation>;

    public static AdditionalPropertiesDictionary? Of(IReadOnlyDictionary<string, object?>? metadata)
    {
        if (metadata is null)
        {
            return null;
        }

        AdditionalPropertiesDictionary? marks = null;
        foreach (var (key, value) in metadata)
        {
            if (IsMark(key))
            {
                (marks ??= [])[key] = value;
            }
        }

        return marks;
    }

    private static bool IsMark(string key) => key.Contains('.', StringComparison.Ordinal);
}
