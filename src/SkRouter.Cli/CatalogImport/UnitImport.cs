using SkRouter.Spend;

namespace SkRouter.Cli.CatalogImport;

/// <summary>The source's words for what is counted and charged, and ours.</summary>
internal static class UnitImport
{
    private static readonly Dictionary<string, UsageUnit> Units = new(StringComparer.Ordinal)
    {
        ["input"] = UsageUnit.Input,
        ["input_text"] = UsageUnit.InputText,
        ["input_audio"] = UsageUnit.InputAudio,
        ["input_image"] = UsageUnit.InputImage,
        ["input_video"] = UsageUnit.InputVideo,
        ["cache_read"] = UsageUnit.CacheRead,
        ["cache_text_read"] = UsageUnit.CacheReadText,
        ["cache_audio_read"] = UsageUnit.CacheReadAudio,
        ["cache_image_read"] = UsageUnit.CacheReadImage,
        ["cache_video_read"] = UsageUnit.CacheReadVideo,
        ["cache_write"] = UsageUnit.CacheWrite,
        ["cache_write_5m"] = UsageUnit.CacheWriteFiveMinutes,
        ["cache_write_1h"] = UsageUnit.CacheWriteOneHour,
        ["input_tool"] = UsageUnit.ToolInput,
        ["input_text_tool"] = UsageUnit.ToolInputText,
        ["input_audio_tool"] = UsageUnit.ToolInputAudio,
        ["input_image_tool"] = UsageUnit.ToolInputImage,
        ["input_video_tool"] = UsageUnit.ToolInputVideo,
        ["output"] = UsageUnit.Output,
        ["output_text"] = UsageUnit.OutputText,
        ["output_audio"] = UsageUnit.OutputAudio,
        ["output_image"] = UsageUnit.OutputImage,
        ["output_video"] = UsageUnit.OutputVideo,
        ["output_reasoning"] = UsageUnit.Reasoning,
        ["output_citation"] = UsageUnit.Citation,
        ["web_searches"] = UsageUnit.WebSearch,
        ["requests"] = UsageUnit.Request,
    };

    /// <summary>A unit by the name of its count: <c>cache_read_tokens</c>, <c>web_searches</c>.</summary>
    public static UsageUnit? Counted(string name) => Find(name, "_tokens");

    /// <summary>A unit by the name of its price: <c>cache_read_mtok</c>, <c>web_searches_kcount</c>.</summary>
    public static UsageUnit Priced(string name) =>
        Find(name, "_mtok")
        ?? Find(name, "_kcount")
        ?? throw new FormatException($"nothing is known of the price '{name}'");

    /// <summary>What was counted, under the source's names, without zeros.</summary>
    public static Dictionary<string, long> Counts(TokenUsage usage) =>
        Units
            .Where(unit => unit.Value is not UsageUnit.Request && usage.Of(unit.Value) != 0)
            .ToDictionary(
                unit => unit.Value is UsageUnit.WebSearch ? unit.Key : unit.Key + "_tokens",
                unit => usage.Of(unit.Value),
                StringComparer.Ordinal
            );

    private static UsageUnit? Find(string name, string suffix) =>
        Units.TryGetValue(
            name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name,
            out var unit
        )
            ? unit
            : null;
}
