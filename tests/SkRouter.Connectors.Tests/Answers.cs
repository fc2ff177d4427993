namespace SkRouter.Connectors.Tests;

/// <summary>The smallest whole answer of each protocol, by provider.</summary>
internal static class Answers
{
    public static string Text(string provider, string text = "Hello.") =>
        provider switch
        {
            "anthropic" => $$$"""
                {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"{{{text}}}"}],
                 "stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}
                """,
            "google" => $$$"""
                {"responseId":"r1","modelVersion":"m","candidates":[{"content":{"role":"model","parts":[{"text":"{{{text}}}"}]},"finishReason":"STOP"}]}
                """,
            _ when provider.EndsWith("-responses", StringComparison.Ordinal) => $$$"""
                {"id":"resp_1","model":"m","status":"completed","output":[{"type":"message","id":"msg_1","role":"assistant",
                 "content":[{"type":"output_text","text":"{{{text}}}"}]}]}
                """,
            _ => $$$"""
                {"id":"c1","model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"{{{text}}}"}}]}
                """,
        };

    /// <summary>An answer that reasons and then calls the tool "lookup" with {"city":"Paris"}.</summary>
    public static string ToolCall(string provider) =>
        provider switch
        {
            "anthropic" => """
                {"id":"msg_1","type":"message","role":"assistant","model":"m","stop_reason":"tool_use","content":[
                  {"type":"thinking","thinking":"Secret thought.","signature":"sig-anthropic"},
                  {"type":"tool_use","id":"toolu_1","name":"lookup","input":{"city":"Paris"}}]}
                """,
            "google" => """
                {"responseId":"r1","modelVersion":"m","candidates":[{"finishReason":"STOP","content":{"role":"model","parts":[
                  {"text":"Secret thought.","thought":true},
                  {"functionCall":{"name":"lookup","args":{"city":"Paris"}},"thoughtSignature":"sig-google"}]}}]}
                """,
            _ when provider.EndsWith("-responses", StringComparison.Ordinal) => """
                {"id":"resp_1","model":"m","status":"completed","output":[
                  {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Secret thought."}],"encrypted_content":"sig-responses"},
                  {"type":"function_call","id":"fc_1","call_id":"call_1","name":"lookup","arguments":"{\"city\":\"Paris\"}"}]}
                """,
            "mistral" => """
                {"id":"c1","model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant",
                  "content":[{"type":"thinking","thinking":[{"type":"text","text":"Secret thought."}]}],
                  "tool_calls":[{"id":"call_1","type":"function","function":{"name":"lookup","arguments":"{\"city\":\"Paris\"}"}}]}}]}
                """,
            _ => """
                {"id":"c1","model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,
                  "reasoning_content":"Secret thought.",
                  "reasoning_details":[{"type":"reasoning.text","text":"Secret thought.","signature":"sig-details","index":0}],
                  "tool_calls":[{"id":"call_1","type":"function","function":{"name":"lookup","arguments":"{\"city\":\"Paris\"}"}}]}}]}
                """,
        };
}
