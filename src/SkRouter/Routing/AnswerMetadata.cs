namespace SkRouter.Routing;

/// <summary>What Semantic Kernel's connectors put into the metadata of an answer or chunk.</summary>
internal static class AnswerMetadata
{
    /// <summary>Where SkRouter's connectors keep it.</summary>
    public const string NativeFinishReasonKey = "skrouter.native_finish_reason";

    public static string? FinishReason(IReadOnlyDictionary<string, object?>? metadata) =>
        metadata is not null
        && metadata.TryGetValue("FinishReason", out var value)
        && value is not null
            ? FinishReasons.Normalise(value as string ?? value.ToString())
            : null;

    /// <summary>The provider's own word for the end, where a connector of SkRouter's kept it.</summary>
    public static string? NativeFinishReason(
        Microsoft.Extensions.AI.AdditionalPropertiesDictionary? properties
    ) =>
        properties is not null && properties.TryGetValue(NativeFinishReasonKey, out var reason)
            ? reason as string
            : null;

    public static object? Usage(IReadOnlyDictionary<string, object?>? metadata) =>
        metadata is not null && metadata.TryGetValue("Usage", out var value) ? value : null;

    /// <summary>What a model said instead of an answer that it refused to give, or a piece of it; null if it did not refuse.</summary>
    public static string? Refusal(IReadOnlyDictionary<string, object?>? metadata) =>
        metadata is not null
        && (
            metadata.TryGetValue("Refusal", out var refusal)
            || metadata.TryGetValue("RefusalUpdate", out refusal)
        )
        && refusal is string { Length: > 0 } text
            ? text
            : null;

    public static string? ResponseId(IReadOnlyDictionary<string, object?>? metadata) =>
        metadata is not null
        && (metadata.TryGetValue("Id", out var id) || metadata.TryGetValue("CompletionId", out id))
            ? id as string
            : null;
}
