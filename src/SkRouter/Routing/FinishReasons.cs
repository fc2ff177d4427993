namespace SkRouter.Routing;

/// <summary>Why an answer ended, in one spelling whatever the SDK calls it.</summary>
internal static class FinishReasons
{
    public const string Stop = "stop";
    public const string Length = "length";
    public const string ToolCalls = "tool_calls";
    public const string ContentFilter = "content_filter";

    public static string? Normalise(string? reason)
    {
        if (string.IsNullOrEmpty(reason))
        {
            return null;
        }

        return reason switch
        {
            "Stop" or "stop" or "end_turn" or "stop_sequence" or "STOP" => Stop,
            "Length" or "length" or "max_tokens" or "MAX_TOKENS" => Length,
            "ToolCalls" or "tool_calls" or "tool_use" or "FunctionCall" or "function_call" =>
                ToolCalls,
            "ContentFilter" or "content_filter" or "SAFETY" or "refusal" => ContentFilter,
            _ => reason,
        };
    }
}
