using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Fuzz;

/// <summary>Requests that are answered, with as many of each protocol's fields as one can hold: what the fuzzer begins with.</summary>
internal static class RequestSeeds
{
    public static IReadOnlyList<(string Path, string Body)> All { get; } =
    [
        (
            "/v1/chat/completions",
            """
            {"model":"writer","messages":[{"role":"system","name":"writer","content":"Be brief."},{"role":"user","name":"ann","content":[{"type":"text","text":"Which part?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"}}]},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"look","arguments":"{\"at\":\"the \\u00fc\",\"n\":1}"}}]},{"role":"tool","tool_call_id":"call_1","content":"nothing"}],"tools":[{"type":"function","function":{"name":"look","description":"Looks.","strict":true,"parameters":{"type":"object","properties":{"at":{"type":"string"},"n":{"type":"integer"}},"required":["at"]}}}],"tool_choice":"auto","parallel_tool_calls":true,"temperature":0.5,"top_p":0.9,"max_tokens":50,"stop":["END"],"seed":7,"presence_penalty":0.1,"frequency_penalty":0.1,"response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}}},"reasoning_effort":"low","user":"u","metadata":{"k":"v"},"stream":true,"stream_options":{"include_usage":true}}
            """
        ),
        (
            "/v1/chat/completions",
            """{"model":"auto","messages":[{"role":"developer","content":"Be brief."},{"role":"user","content":"x"}],"max_completion_tokens":10,"n":1,"store":false,"service_tier":"auto"}"""
        ),
        (
            "/v1/chat/completions",
            """{"model":"writer","messages":[{"role":"user","content":[{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0="}},{"type":"file","file":{"file_id":"file-1"}},{"type":"text","text":"read"}]}],"stream":false}"""
        ),
        (
            "/v1/responses",
            """
            {"model":"writer","instructions":"Be brief.","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"Which part?"},{"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"},{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0="}]},{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"abc"},{"type":"function_call","id":"fc_1","call_id":"call_1","name":"look","arguments":"{\"at\":\"x\"}"},{"type":"function_call_output","call_id":"call_1","output":"nothing"}],"tools":[{"type":"function","name":"look","description":"Looks.","parameters":{"type":"object","properties":{"at":{"type":"string"}}},"strict":false}],"tool_choice":"auto","temperature":0.5,"top_p":0.9,"max_output_tokens":50,"reasoning":{"effort":"low","summary":"auto"},"text":{"format":{"type":"json_schema","name":"answer","schema":{"type":"object"},"strict":true}},"include":["reasoning.encrypted_content"],"store":false,"stream":true,"metadata":{"k":"v"},"user":"u","truncation":"disabled"}
            """
        ),
        ("/v1/responses", """{"model":"writer","input":"x","previous_response_id":"resp_none"}"""),
        ("/v1/responses", """{"model":"writer","input":"x","store":true,"stream":false}"""),
        (
            "/v1/messages",
            """
            {"model":"writer","max_tokens":50,"system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":[{"type":"text","text":"Which part?"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},{"type":"document","source":{"type":"text","media_type":"text/plain","data":"hello"},"title":"t"}]},{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"c2ln"},{"type":"tool_use","id":"toolu_1","name":"look","input":{"at":"x"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"nothing"}],"is_error":false}]}],"tools":[{"name":"look","description":"Looks.","input_schema":{"type":"object","properties":{"at":{"type":"string"}}}}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true},"temperature":0.5,"top_p":0.9,"top_k":5,"stop_sequences":["END"],"thinking":{"type":"enabled","budget_tokens":1024},"metadata":{"user_id":"u"},"stream":true}
            """
        ),
        (
            "/v1/messages/count_tokens",
            """{"model":"writer","system":"Be brief.","messages":[{"role":"user","content":"x"}],"tools":[{"name":"look","input_schema":{"type":"object"}}]}"""
        ),
        (
            "/v1/embeddings",
            """{"model":"text-embedding-3-small","input":["one","two"],"dimensions":8,"encoding_format":"base64","user":"u"}"""
        ),
    ];

    public static FuzzRequest Next(Random random)
    {
        var (path, body) = All[random.Next(All.Count)];
        return new(path, JsonNode.Parse(body)!, []);
    }

    public static IReadOnlyList<(string Name, string Value)> Headers { get; } =
    [
        ("x-skrouter-role", "writer"),
        ("x-skrouter-agent", "planner"),
        ("x-skrouter-run", "ticket-1"),
        ("x-skrouter-tenant", "acme"),
        ("x-skrouter-tags", "project=apollo, stage=test"),
        ("x-skrouter-run-budget-usd", "5"),
        ("x-skrouter-max-fallbacks", "1"),
        ("x-skrouter-floor", "m"),
        ("x-skrouter-ceiling", "m"),
        ("x-request-id", "abc"),
        ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        ("anthropic-version", "2023-06-01"),
        ("cache-control", "no-store"),
    ];
}
