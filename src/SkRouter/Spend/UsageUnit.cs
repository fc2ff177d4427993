namespace SkRouter.Spend;

/// <summary>Everything that a provider counts and charges for. Wider units hold narrower ones: <see cref="UsageUnits"/> says which.</summary>
internal enum UsageUnit
{
    Input,
    InputText,
    InputAudio,
    InputImage,
    InputVideo,
    CacheRead,
    CacheReadText,
    CacheReadAudio,
    CacheReadImage,
    CacheReadVideo,
    CacheWrite,
    CacheWriteFiveMinutes,
    CacheWriteOneHour,
    ToolInput,
    ToolInputText,
    ToolInputAudio,
    ToolInputImage,
    ToolInputVideo,
    Output,
    OutputText,
    OutputAudio,
    OutputImage,
    OutputVideo,
    Reasoning,
    Citation,
    WebSearch,
    Request,
}
