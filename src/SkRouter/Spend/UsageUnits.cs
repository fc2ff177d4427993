namespace SkRouter.Spend;

/// <summary>The words for the units in a catalogue file, and which unit is a part of which.</summary>
internal static class UsageUnits
{
    private const decimal Million = 1_000_000m;
    private const decimal Thousand = 1_000m;

    // Both arrays stand in the order of UsageUnit.
    private static readonly string[] Words =
    [
        "input",
        "inputText",
        "inputAudio",
        "inputImage",
        "inputVideo",
        "cacheRead",
        "cacheReadText",
        "cacheReadAudio",
        "cacheReadImage",
        "cacheReadVideo",
        "cacheWrite",
        "cacheWrite5m",
        "cacheWrite1h",
        "toolInput",
        "toolInputText",
        "toolInputAudio",
        "toolInputImage",
        "toolInputVideo",
        "output",
        "outputText",
        "outputAudio",
        "outputImage",
        "outputVideo",
        "reasoning",
        "citation",
        "webSearch",
        "request",
    ];

    private static readonly UsageShape[] Shapes =
    [
        new(UsageFlow.Input), // Input
        new(UsageFlow.Input, null, "Text"), // InputText
        new(UsageFlow.Input, null, "Audio"), // InputAudio
        new(UsageFlow.Input, null, "Image"), // InputImage
        new(UsageFlow.Input, null, "Video"), // InputVideo
        new(UsageFlow.Input, "CacheRead"), // CacheRead
        new(UsageFlow.Input, "CacheRead", "Text"), // CacheReadText
        new(UsageFlow.Input, "CacheRead", "Audio"), // CacheReadAudio
        new(UsageFlow.Input, "CacheRead", "Image"), // CacheReadImage
        new(UsageFlow.Input, "CacheRead", "Video"), // CacheReadVideo
        new(UsageFlow.Input, "CacheWrite"), // CacheWrite
        new(UsageFlow.Input, "CacheWrite", null, "5m"), // CacheWriteFiveMinutes
        new(UsageFlow.Input, "CacheWrite", null, "1h"), // CacheWriteOneHour
        new(UsageFlow.Input, "Tool"), // ToolInput
        new(UsageFlow.Input, "Tool", "Text"), // ToolInputText
        new(UsageFlow.Input, "Tool", "Audio"), // ToolInputAudio
        new(UsageFlow.Input, "Tool", "Image"), // ToolInputImage
        new(UsageFlow.Input, "Tool", "Video"), // ToolInputVideo
        new(UsageFlow.Output), // Output
        new(UsageFlow.Output, null, "Text"), // OutputText
        new(UsageFlow.Output, null, "Audio"), // OutputAudio
        new(UsageFlow.Output, null, "Image"), // OutputImage
        new(UsageFlow.Output, null, "Video"), // OutputVideo
        new(UsageFlow.Output, "Reasoning"), // Reasoning
        new(UsageFlow.Output, "Citation"), // Citation
        new(UsageFlow.Search), // WebSearch
        new(UsageFlow.Request), // Request
    ];

    public static int Count => Words.Length;

    public static string Word(UsageUnit unit) => Words[(int)unit];

    public static UsageUnit? Find(string word) =>
        Array.IndexOf(Words, word) is >= 0 and var index ? (UsageUnit)index : null;

    public static UsageShape Shape(UsageUnit unit) => Shapes[(int)unit];

    /// <summary>How many of the unit a price is for.</summary>
    public static decimal Per(UsageUnit unit) =>
        Shape(unit).Flow is UsageFlow.Search or UsageFlow.Request ? Thousand : Million;
}
