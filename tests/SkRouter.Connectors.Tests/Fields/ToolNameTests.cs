using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Tests.Fields;

/// <summary>A tool whose name a model does not take has another one there and its own here.</summary>
public sealed class ToolNameTests
{
    private const string CallId = "call_1";

    private static readonly string Long = new('n', 130);

    public static TheoryData<string, string> Refused { get; } =
        new()
        {
            { "openai", "files.read" },
            { "openai", "read file" },
            { "openai", new string('n', 65) },
            { "openai-responses", "files.read" },
            { "openai-responses", "lecture_été" },
            { "mistral", "files/read" },
            { "local", "files.read" },
            { "anthropic", "files.read" },
            { "anthropic", Long },
            { "google", "9lives" },
            { "google", "read file" },
            { "google", new string('n', 65) },
        };

    public static TheoryData<string, string> Taken { get; } =
        new()
        {
            { "openai", "read-file_2" },
            { "openai", new string('n', 64) },
            { "openai-responses", "9lives" },
            { "anthropic", new string('n', 128) },
            { "google", "files.read" },
            { "google", "mcp:files" },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task GetResponse_NameThatTheModelRefuses_IsRewrittenThereAndBack(
        string provider,
        string name
    )
    {
        var (handler, answer) = await SendAsync(provider, name);

        var sent = handler.Sent.GetRawText();
        var fitting = FittingName(sent);
        sent.ShouldNotContain($"\"{name}\"");
        fitting.Length.ShouldBeLessThanOrEqualTo(64);
        Count(sent, $"\"{fitting}\"").ShouldBeGreaterThanOrEqualTo(3, sent);
        answer
            .Messages.SelectMany(message => message.Contents)
            .OfType<FunctionCallContent>()
            .Single()
            .Name.ShouldBe(name);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task GetStreamingResponse_NameThatTheModelRefuses_ComesBackAsTheCallersOwn(
        string provider,
        string name
    )
    {
        var first = await SendAsync(provider, name);
        var fitting = FittingName(first.Handler.Sent.GetRawText());
        using var handler = new ScriptedHandler(
            Streamed(provider, fitting),
            contentType: "text/event-stream"
        );
        using var client = Clients.Create(provider, handler);

        var answer = await client
            .GetStreamingResponseAsync(History(name), Options(name))
            .ToChatResponseAsync();

        answer
            .Messages.SelectMany(message => message.Contents)
            .OfType<FunctionCallContent>()
            .Single()
            .Name.ShouldBe(name);
    }

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task GetResponse_NameThatTheModelTakes_IsSentAsItIs(string provider, string name)
    {
        var (handler, _) = await SendAsync(provider, name);

        var sent = handler.Sent.GetRawText();
        Count(sent, $"\"{name}\"").ShouldBeGreaterThanOrEqualTo(3, sent);
    }

    [Fact]
    public async Task GetResponse_TwoNamesAlikeOnceRewritten_StayApart()
    {
        using var handler = new ScriptedHandler(Answers.Text("openai"));
        using var client = Clients.Create("openai", handler);

        await client.GetResponseAsync(
            "Hi",
            new ChatOptions { Tools = [Tool("a.b"), Tool("a b"), Tool("a_b")] }
        );

        handler
            .Sent.GetProperty("tools")
            .EnumerateArray()
            .Select(tool => tool.GetProperty("function").GetProperty("name").GetString())
            .Distinct()
            .Count()
            .ShouldBe(3);
    }

    private static async Task<(ScriptedHandler Handler, ChatResponse Answer)> SendAsync(
        string provider,
        string name
    )
    {
        using var probe = new ScriptedHandler(Answers.Text(provider));
        using (var client = Clients.Create(provider, probe))
        {
            await client.GetResponseAsync(History(name), Options(name));
        }
        var sent = probe.Sent.GetRawText();
        var known = sent.Contains($"\"{name}\"", StringComparison.Ordinal)
            ? name
            : FittingName(sent);
        var handler = new ScriptedHandler(
            Answers
                .ToolCall(provider)
                .Replace("\"lookup\"", $"\"{known}\"", StringComparison.Ordinal)
        );
        using var second = Clients.Create(provider, handler);
        return (handler, await second.GetResponseAsync(History(name), Options(name)));
    }

    private static ChatOptions Options(string name) =>
        new()
        {
            Tools = [Tool(name), Tool("plain")],
            ToolMode = ChatToolMode.RequireSpecific(name),
        };

    private static AIFunction Tool(string name) =>
        AIFunctionFactory.Create((string city) => city, name, "Marked");

    private static List<ChatMessage> History(string name) =>
        [
            new(ChatRole.User, "Hi"),
            new(ChatRole.Assistant, [new FunctionCallContent(CallId, name)]),
            new(ChatRole.Tool, [new FunctionResultContent(CallId, "42")]),
        ];

    /// <returns>The name that the first tool has in a request.</returns>
    private static string FittingName(string sent)
    {
        var name = Regex.Match(
            sent,
            "\"name\":\"(?<name>[a-zA-Z0-9_-]+_[0-9a-f]{8})\"",
            RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(5)
        );
        name.Success.ShouldBeTrue(sent);
        return name.Groups["name"].Value;
    }

    private static int Count(string text, string part) =>
        text.Split(part, StringSplitOptions.None).Length - 1;

    private static string Streamed(string provider, string name) =>
        provider switch
        {
            "anthropic" => $$$$"""
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"{{{{name}}}}","input":{}}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":1}}

                event: message_stop
                data: {"type":"message_stop"}


                """,
            "google" => $$$$"""
                data: {"responseId":"r1","modelVersion":"m","candidates":[{"finishReason":"STOP","content":{"role":"model","parts":[{"functionCall":{"name":"{{{{name}}}}","args":{}}}]}}]}


                """,
            "openai-responses" => $$$$"""
                event: response.created
                data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","model":"m","status":"in_progress","output":[]}}

                event: response.output_item.added
                data: {"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"type":"function_call","id":"fc_1","call_id":"call_2","name":"{{{{name}}}}","arguments":""}}

                event: response.output_item.done
                data: {"type":"response.output_item.done","sequence_number":2,"output_index":0,"item":{"type":"function_call","id":"fc_1","call_id":"call_2","name":"{{{{name}}}}","arguments":"{}"}}

                event: response.completed
                data: {"type":"response.completed","sequence_number":3,"response":{"id":"resp_1","model":"m","status":"completed","output":[{"type":"function_call","id":"fc_1","call_id":"call_2","name":"{{{{name}}}}","arguments":"{}"}]}}


                """,
            _ => $$$$"""
                data: {"id":"c1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"call_2","type":"function","function":{"name":"{{{{name}}}}","arguments":"{}"}}]}}]}

                data: {"id":"c1","model":"m","choices":[{"index":0,"finish_reason":"tool_calls","delta":{}}]}

                data: [DONE]


                """,
        };
}
