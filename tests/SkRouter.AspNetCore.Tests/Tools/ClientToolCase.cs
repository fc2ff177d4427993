using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Tools;

/// <summary>One kind of tool that the client runs, in the Responses API's words and as a function.</summary>
/// <param name="Tool">The entry in the list of tools.</param>
/// <param name="Function">What the function is called for a model that knows functions only.</param>
/// <param name="Arguments">What such a model calls it with.</param>
/// <param name="Call">The item that the client gets, without ids.</param>
/// <param name="Output">The item that the client answers with, without the call's id.</param>
/// <param name="Result">Part of what such a model then reads.</param>
public sealed record ClientToolCase(
    string Tool,
    string Function,
    string Arguments,
    string Call,
    string Output,
    string Result
)
{
    public static readonly IReadOnlyDictionary<string, ClientToolCase> All = new Dictionary<
        string,
        ClientToolCase
    >(StringComparer.Ordinal)
    {
        ["function"] = new(
            """{"type":"function","name":"read","description":"Reads.","parameters":{"type":"object"},"strict":false}""",
            "read",
            """{"path":"a"}""",
            """{"type":"function_call","name":"read","arguments":"{\"path\":\"a\"}","status":"completed"}""",
            """{"type":"function_call_output","output":"text of a"}""",
            "text of a"
        ),
        ["custom"] = new(
            """{"type":"custom","name":"patch","description":"Patches.","format":{"type":"grammar","syntax":"lark","definition":"start: /.+/"}}""",
            "patch",
            """{"input":"*** Begin"}""",
            """{"type":"custom_tool_call","name":"patch","input":"*** Begin","status":"completed"}""",
            """{"type":"custom_tool_call_output","output":"patched"}""",
            "patched"
        ),
        ["custom, its one parameter misnamed"] = new(
            """{"type":"custom","name":"patch"}""",
            "patch",
            """{"patch":"*** Begin"}""",
            """{"type":"custom_tool_call","name":"patch","input":"*** Begin","status":"completed"}""",
            """{"type":"custom_tool_call_output","output":[{"type":"input_text","text":"patched"}]}""",
            "patched"
        ),
        ["namespace, function"] = new(
            """{"type":"namespace","name":"team","description":"A team.","tools":[{"type":"function","name":"send","parameters":{"type":"object"}},{"type":"function","name":"wait","parameters":{"type":"object"}}]}""",
            "send",
            """{"to":"ann"}""",
            """{"type":"function_call","name":"send","arguments":"{\"to\":\"ann\"}","status":"completed","namespace":"team"}""",
            """{"type":"function_call_output","output":"sent"}""",
            "sent"
        ),
        ["namespace, custom"] = new(
            """{"type":"namespace","name":"functions","description":"","tools":[{"type":"custom","name":"exec","description":"Runs."}]}""",
            "exec",
            """{"input":"text(1)"}""",
            """{"type":"custom_tool_call","name":"exec","input":"text(1)","status":"completed","namespace":"functions"}""",
            """{"type":"custom_tool_call_output","output":"1"}""",
            "1"
        ),
        ["apply_patch"] = new(
            """{"type":"apply_patch"}""",
            "apply_patch",
            """{"operation":{"type":"update_file","path":"a","diff":"@@\n-x\n+y"}}""",
            """{"type":"apply_patch_call","operation":{"type":"update_file","path":"a","diff":"@@\n-x\n+y"},"status":"completed"}""",
            """{"type":"apply_patch_call_output","status":"completed","output":"done"}""",
            "done"
        ),
        ["shell"] = new(
            """{"type":"shell","environment":{"type":"local"}}""",
            "shell",
            """{"commands":["ls"],"timeout_ms":500}""",
            """{"type":"shell_call","action":{"commands":["ls"],"timeout_ms":500,"max_output_length":null},"status":"completed","environment":null}""",
            """{"type":"shell_call_output","output":[{"stdout":"a.txt","stderr":"","outcome":{"type":"exit","exit_code":0}}]}""",
            "a.txt"
        ),
        ["local_shell"] = new(
            """{"type":"local_shell"}""",
            "local_shell",
            """{"command":["ls","-l"]}""",
            """{"type":"local_shell_call","action":{"type":"exec","command":["ls","-l"],"env":{}},"status":"completed"}""",
            """{"type":"local_shell_call_output","output":"a.txt"}""",
            "a.txt"
        ),
        ["computer"] = new(
            """{"type":"computer"}""",
            "computer",
            """{"actions":[{"type":"click","button":"left","x":1,"y":2}]}""",
            """{"type":"computer_call","actions":[{"type":"click","button":"left","x":1,"y":2}],"pending_safety_checks":[],"status":"completed"}""",
            """{"type":"computer_call_output","output":{"type":"computer_screenshot","image_url":"data:image/png;base64,AAAA"}}""",
            "image/png"
        ),
        ["computer_use_preview"] = new(
            """{"type":"computer_use_preview","display_width":800,"display_height":600,"environment":"linux"}""",
            "computer",
            """{"action":{"type":"wait"}}""",
            """{"type":"computer_call","action":{"type":"wait"},"pending_safety_checks":[],"status":"completed"}""",
            """{"type":"computer_call_output","output":{"type":"computer_screenshot","image_url":"data:image/png;base64,AAAA"}}""",
            "image/png"
        ),
        ["tool_search"] = new(
            """{"type":"tool_search","execution":"client","description":"Finds.","parameters":{"type":"object","properties":{"query":{"type":"string"}}}}""",
            "tool_search",
            """{"query":"mail"}""",
            """{"type":"tool_search_call","execution":"client","arguments":{"query":"mail"},"status":"completed"}""",
            """{"type":"tool_search_output","execution":"client","status":"completed","tools":[{"type":"function","name":"send_mail","parameters":{"type":"object"}}]}""",
            "send_mail"
        ),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>The item of the call with an id.</summary>
    public JsonObject CallWith(string callId) => With(Call, "call_id", callId);

    /// <summary>The item of the result with the call's id, which a local shell calls just 'id'.</summary>
    public JsonObject OutputWith(string callId) =>
        With(
            Output,
            Output.Contains("local_shell", StringComparison.Ordinal) ? "id" : "call_id",
            callId
        );

    private static JsonObject With(string item, string name, string value)
    {
        var json = JsonNode.Parse(item)!.AsObject();
        json[name] = value;
        return json;
    }
}
