namespace SkRouter.Spend;

/// <summary>
/// The names under which counts travel in <c>UsageDetails.AdditionalCounts</c>: the one that is written, and others that SDKs are known to use.
/// Units with a member of their own in <c>UsageDetails</c> are read from there first.
/// </summary>
internal static class UsageCountNames
{
    // In the order of UsageUnit.
    private static readonly string[][] Names =
    [
        [], // Input
        ["InputTextTokens", "InputTokenDetails.TextTokenCount"], // InputText
        ["InputAudioTokens", "InputTokenDetails.AudioTokenCount"], // InputAudio
        ["InputImageTokens", "InputTokenDetails.ImageTokenCount"], // InputImage
        ["InputVideoTokens", "InputTokenDetails.VideoTokenCount"], // InputVideo
        ["CacheReadInputTokens", "InputTokenDetails.CachedTokenCount"], // CacheRead
        ["CacheReadTextInputTokens"], // CacheReadText
        ["CacheReadAudioInputTokens"], // CacheReadAudio
        ["CacheReadImageInputTokens"], // CacheReadImage
        ["CacheReadVideoInputTokens"], // CacheReadVideo
        ["CacheCreationInputTokens", "cache_creation_input_tokens"], // CacheWrite
        ["CacheCreation5mInputTokens"], // CacheWriteFiveMinutes
        ["CacheCreation1hInputTokens"], // CacheWriteOneHour
        ["ToolUseInputTokens"], // ToolInput
        ["ToolUseTextInputTokens"], // ToolInputText
        ["ToolUseAudioInputTokens"], // ToolInputAudio
        ["ToolUseImageInputTokens"], // ToolInputImage
        ["ToolUseVideoInputTokens"], // ToolInputVideo
        [], // Output
        ["OutputTextTokens", "OutputTokenDetails.TextTokenCount"], // OutputText
        ["OutputAudioTokens", "OutputTokenDetails.AudioTokenCount"], // OutputAudio
        ["OutputImageTokens", "OutputTokenDetails.ImageTokenCount"], // OutputImage
        ["OutputVideoTokens", "OutputTokenDetails.VideoTokenCount"], // OutputVideo
        ["ReasoningTokens", "OutputTokenDetails.ReasoningTokenCount"], // Reasoning
        ["CitationTokens"], // Citation
        ["WebSearchRequests"], // WebSearch
        [], // Request
    ];

    /// <summary>The name under which the count is written; null if it has none.</summary>
    public static string? Of(UsageUnit unit) => Names[(int)unit] is [var name, ..] ? name : null;

    /// <summary>Every name that the count is read from, in order of preference.</summary>
    public static ReadOnlySpan<string> All(UsageUnit unit) => Names[(int)unit];
}
