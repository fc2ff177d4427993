using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.DependencyInjection;
using SkRouter.TestKit;

namespace SkRouter.Connectors.Tests;

/// <summary>Bodies that are nearly what they should be: text is repaired, and no answer or call is lost.</summary>
public sealed class AwkwardBodiesTests
{
    private const string Smile = "\U0001F600";
    private const string High = "\\ud83d";
    private const string Low = "\\ude00";

    public static TheoryData<string[], string> Texts() =>
        new()
        {
            { ["a " + High, Low + " b"], $"a {Smile} b" },
            { [High, Low], Smile },
            { [High + Low], Smile },
            { ["a", High], "a\uFFFD" },
            { ["a" + High, "b"], "a\uFFFDb" },
            { [Low, "b"], "\uFFFDb" },
            { ["a " + High + " b"], "a \uFFFD b" },
            { [High, High, Low], $"\uFFFD{Smile}" },
            { ["line\\n" + High, Low + "\\u00e9\\\""], $"line\n{Smile}é\"" },
        };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Text_WithHalvesOfSurrogatePairs_IsJoinedOrRepaired(
        string[] pieces,
        string expected
    )
    {
        var deltas = pieces.Select(piece => $$"""{"content":"{{piece}}"}""").ToArray();

        (await StreamedAsync(Events(deltas, "stop"))).Text.ShouldBe(expected);
        (
            await PlainAsync($$"""{"role":"assistant","content":"{{string.Concat(pieces)}}"}""")
        ).Text.ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Text_WithHalvesOfSurrogatePairs_ReachesSemanticKernel(
        string[] pieces,
        string expected
    )
    {
        var deltas = pieces.Select(piece => $$"""{"content":"{{piece}}"}""").ToArray();
        var kernel = KernelOver(
            Encoding.UTF8.GetBytes(Events(deltas, "stop")),
            "text/event-stream"
        );
        var text = "";

        await foreach (
            var piece in kernel
                .Router()
                .GetStreamingChatMessageContentsAsync(new ChatHistory("question"))
        )
        {
            text += piece.Content;
        }

        text.ShouldBe(expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Text_WithBytesThatAreNotUtf8_IsRepaired(bool streamed)
    {
        var body = streamed
            ? Events(["""{"content":"a?b"}"""], "stop")
            : Whole("""{"role":"assistant","content":"a?b"}""");
        var bytes = Encoding.UTF8.GetBytes(body);
        bytes[body.IndexOf('?', StringComparison.Ordinal)] = 0xF0;
        var kernel = KernelOver(bytes, streamed ? "text/event-stream" : "application/json");

        (await AskAsync(kernel, streamed)).Text.ShouldBe("a\uFFFDb");
    }

    public static TheoryData<string, string[], string[]> Calls() =>
        new()
        {
            {
                "one index for all",
                [
                    Call(0, "call_1", "first", """{\"a\":1}"""),
                    Call(0, "call_2", "second", """{\"a\":2}"""),
                ],
                ["first 1", "second 2"]
            },
            {
                "one index, no ids, arguments in pieces",
                [
                    Call(0, null, "first", """{\"a\":"""),
                    Call(0, null, null, "1}"),
                    Call(0, null, "first", """{\"a\":2}"""),
                ],
                ["first 1", "first 2"]
            },
            {
                "no index, no ids",
                [
                    Call(null, null, "first", """{\"a\":1}"""),
                    Call(null, null, "second", """{\"a\":2}"""),
                ],
                ["first 1", "second 2"]
            },
            {
                "no index, ids",
                [
                    Call(null, "call_1", "first", """{\"a\":1}"""),
                    Call(null, "call_2", "first", """{\"a\":2}"""),
                ],
                ["first 1", "first 2"]
            },
            {
                "empty ids",
                [Call(0, "", "first", """{\"a\":1}"""), Call(1, "", "first", """{\"a\":2}""")],
                ["first 1", "first 2"]
            },
            {
                "the name in every piece",
                [
                    Call(0, "call_1", "first", """{\"a\":"""),
                    Call(0, "call_1", "first", "1}"),
                    Call(0, "call_1", "first", ""),
                ],
                ["first 1"]
            },
            {
                "the name in every piece, no ids",
                [
                    Call(0, null, "first", """{\"a\":"""),
                    Call(0, null, "first", "1}"),
                    Call(0, null, "first", ""),
                ],
                ["first 1"]
            },
            {
                "pieces of two calls mixed",
                [
                    Call(0, "call_1", "first", """{\"a\":"""),
                    Call(1, "call_2", "second", """{\"a\":"""),
                    Call(0, null, null, "1}"),
                    Call(1, null, null, "2}"),
                ],
                ["first 1", "second 2"]
            },
            { "a name twice", [Call(0, "call_1", "first", """{\"a\":7,\"a\":1}""")], ["first 1"] },
            { "no arguments", [Call(0, "call_1", "first", "")], ["first "] },
            { "null as text", [Call(0, "call_1", "first", "null")], ["first "] },
        };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Calls_StreamedInUnusualWays_AreKeptApart(
        string way,
        string[] deltas,
        string[] expected
    )
    {
        var response = await StreamedAsync(Events(deltas, "tool_calls"));

        CallsOf(response).ShouldBe(expected, way);
        response.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
    }

    [Fact]
    public async Task Call_AfterTheFinishReason_Counts()
    {
        var late = $$"""
            data: {"id":"c","model":"m","choices":[{"index":0,"delta":{{Call(
                0,
                "call_1",
                "first",
                """{\"a\":1}"""
            )}}}]}


            """;
        var body = Events(["""{"content":"I look. "}"""], "tool_calls")
            .Replace("data: [DONE]", late + "data: [DONE]", StringComparison.Ordinal);

        CallsOf(await StreamedAsync(body)).ShouldBe(["first 1"]);
    }

    private static string Call(int? index, string? id, string? name, string arguments)
    {
        var members = new List<string>();
        if (index is not null)
        {
            members.Add(FormattableString.Invariant($"\"index\":{index}"));
        }

        if (id is not null)
        {
            members.Add($"\"id\":\"{id}\"");
        }

        var named = name is null ? "" : $"\"name\":\"{name}\",";
        members.Add("\"function\":{" + named + "\"arguments\":\"" + arguments + "\"}");
        return "{\"tool_calls\":[{" + string.Join(',', members) + "}]}";
    }

    private static IEnumerable<string> CallsOf(ChatResponse response) =>
        response
            .Messages.SelectMany(message => message.Contents)
            .OfType<Microsoft.Extensions.AI.FunctionCallContent>()
            .Select(call =>
                $"{call.Name} {(call.Arguments!.TryGetValue("a", out var value) ? value : null)}"
            );

    private static string Events(string[] deltas, string finish) =>
        string.Concat(
            deltas
                .Select(delta => $$"""{"index":0,"delta":{{delta}}}""")
                .Append($$"""{"index":0,"delta":{},"finish_reason":"{{finish}}"}""")
                .Select(choice =>
                    $$"""data: {"id":"c","model":"m","choices":[{{choice}}]}""" + "\n\n"
                )
        ) + "data: [DONE]\n\n";

    private static string Whole(string message) =>
        """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":"""
        + message
        + ""","finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private static Task<ChatResponse> StreamedAsync(string events) =>
        AskAsync(KernelOver(Encoding.UTF8.GetBytes(events), "text/event-stream"), streamed: true);

    private static Task<ChatResponse> PlainAsync(string message) =>
        AskAsync(
            KernelOver(Encoding.UTF8.GetBytes(Whole(message)), "application/json"),
            streamed: false
        );

    private static async Task<ChatResponse> AskAsync(Kernel kernel, bool streamed)
    {
        var options = new ChatOptions
        {
            Tools =
            [
                AIFunctionFactory.Create((int a) => a, "first"),
                AIFunctionFactory.Create((int a) => a, "second"),
            ],
        };
        return streamed
            ? await kernel
                .Router()
                .GetStreamingResponseAsync("question", options)
                .ToChatResponseAsync()
            : await kernel.Router().GetResponseAsync("question", options);
    }

    private static Kernel KernelOver(byte[] body, string contentType)
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddKeyedSingleton(
            "only",
            Clients.Create("openai", new BytesHandler(body, contentType))
        );
        builder.AddSkRouter(router =>
            router
                .Deployment("only", deployment => deployment.Price(input: 1, output: 1))
                .Role("role", role => role.Prefer("only"))
        );
        return builder.Build();
    }

    private sealed class BytesHandler(byte[] body, string contentType) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new(contentType);
            return Task.FromResult(new HttpResponseMessage { Content = content });
        }
    }
}
