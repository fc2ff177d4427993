using System.Net;
using System.Text.Json.Nodes;
using SkRouter.AspNetCore.Tests.Fields;

namespace SkRouter.AspNetCore.Tests.Answers;

/// <summary>Faults that users of other routers reported, where SkRouter had them too.</summary>
public sealed class ReportedTests
{
    private const string GeminiPiece = """
        data: {"responseId":"g1","modelVersion":"m","candidates":[{"index":0,"content":{"role":"model","parts":[PART]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}


        """;

    private const string SignedCall =
        """{"functionCall":{"id":"call_1","name":"look","args":{}},"thoughtSignature":"c2ln"}""";

    private const string ClaudeThinks = """
        data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}

        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}

        data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}

        data: {"type":"content_block_stop","index":0}

        data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"call_1","name":"look","input":{}}}

        data: {"type":"content_block_stop","index":1}

        data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":5}}

        data: {"type":"message_stop"}


        """;

    // songquanpeng/one-api issue 1408
    [Fact]
    public async Task Stream_ReasonToStopInEveryPiece_EndsOnceAndIsWhole()
    {
        var upstream = new ScriptedUpstream(
            string.Concat(
                Piece("""{"text":"one "}"""),
                Piece("""{"text":"two "}"""),
                Piece("""{"text":"three"}""")
            )
        );
        await using var server = await upstream.StartAsync("google", "gemini-2.5-flash");

        var body = await AskAsync(
            server,
            "/v1/chat/completions",
            """{"model":"writer","stream":true,"messages":[{"role":"user","content":"Hi"}]}"""
        );

        WholeForm.Of("chat-completions", body)["choices"]![0]!["message"]!["content"]!
            .GetValue<string>()
            .ShouldBe("one two three");
        body.Split("\"finish_reason\":\"stop\"").Length.ShouldBe(2);
        body.IndexOf("\"finish_reason\":\"stop\"", StringComparison.Ordinal)
            .ShouldBeGreaterThan(body.IndexOf("three", StringComparison.Ordinal));
    }

    // BerriAI/litellm issue 36197: the reasoning of a streamed answer comes back as the provider signed it.
    [Theory]
    [InlineData("anthropic", "claude-sonnet-4-5", ClaudeThinks)]
    [InlineData("google", "gemini-2.5-flash", null)]
    public async Task Responses_ReturnedItemsOfAStream_ArriveAsTheProviderSignedThem(
        string provider,
        string model,
        string? answer
    )
    {
        var upstream = new ScriptedUpstream(answer ?? Piece(SignedCall));
        await using var server = await upstream.StartAsync(provider, model);
        const string tools =
            """[{"type":"function","name":"look","parameters":{"type":"object"}}]""";
        var first = WholeForm.Of(
            "responses",
            await AskAsync(
                server,
                "/v1/responses",
                $$"""{"model":"writer","stream":true,"store":false,"reasoning":{"effort":"low"},"tools":{{tools}},"input":"Hi"}"""
            )
        );
        var input = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Hi" });
        foreach (var item in first["output"]!.AsArray())
        {
            input.Add(item!.DeepClone());
        }

        input.Add(Output("call_1", "done"));
        await AskAsync(
            server,
            "/v1/responses",
            $$"""{"model":"writer","stream":true,"store":false,"reasoning":{"effort":"low"},"tools":{{tools}},"input":{{input.ToJsonString()}}}"""
        );

        var sent = upstream.Sent[1];
        var turn =
            provider == "google"
                ? sent["contents"]![1]!["parts"]!
                : sent["messages"]![1]!["content"]!;
        var expected = JsonNode.Parse(
            provider == "google"
                ? """[{"functionCall":{"name":"look"},"thoughtSignature":"c2ln"}]"""
                : """[{"type":"thinking","thinking":"Hm","signature":"c2ln"},{"type":"tool_use","id":"call_1","name":"look"}]"""
        );
        JsonSubset.Difference(expected, turn, "$").ShouldBeNull(turn.ToJsonString());
    }

    [Fact]
    public async Task Messages_SignatureOfACall_ComesBackToItsProvider()
    {
        var upstream = new ScriptedUpstream(Piece(SignedCall));
        await using var server = await upstream.StartAsync("google", "gemini-2.5-flash");
        const string tools = """[{"name":"look","input_schema":{"type":"object"}}]""";
        var first = WholeForm.Of(
            "messages",
            await AskAsync(
                server,
                "/v1/messages",
                $$"""{"model":"writer","stream":true,"max_tokens":100,"tools":{{tools}},"messages":[{"role":"user","content":"Hi"}]}"""
            )
        );

        await AskAsync(
            server,
            "/v1/messages",
            $$"""{"model":"writer","stream":true,"max_tokens":100,"tools":{{tools}},"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":{{first["content"]!.ToJsonString()}}},{"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"done"}]}]}"""
        );

        upstream.Sent[1]["contents"]![1]!["parts"]![0]!["thoughtSignature"]!
            .GetValue<string>()
            .ShouldBe("c2ln");
    }

    // What a tool writes later is a further output of its call in one protocol only.
    [Theory]
    [InlineData("chat-completions", "tool_call_id", 1)]
    [InlineData("messages", "tool_use_id", 1)]
    [InlineData("generate-content", "functionResponse", 1)]
    [InlineData("semantic-kernel", "tool_call_id", 1)]
    [InlineData("chat-client", "tool_call_id", 1)]
    [InlineData("responses", "function_call_output", 2)]
    public async Task Responses_SeveralOutputsOfOneCall_AreOneResultWhereThereMayBeOneOnly(
        string kind,
        string member,
        int count
    )
    {
        await using var server = await FieldServer.StartAsync(kind);
        var input = new JsonArray(
            new JsonObject { ["role"] = "user", ["content"] = "Hi" },
            JsonNode.Parse(
                """{"type":"function_call","call_id":"call_1","name":"look","arguments":"{}"}"""
            ),
            Output("call_1", "first"),
            Output("call_1", "second")
        );

        await AskAsync(
            server.Api,
            "/v1/responses",
            $$"""{"model":"writer","tools":[{"type":"function","name":"look","parameters":{"type":"object"} }],"input":{{input.ToJsonString()}}}"""
        );

        var sent = server.Upstream.Sent!.ToJsonString();
        (sent.Split($"\"{member}\"").Length - 1).ShouldBe(count, sent);
        sent.ShouldContain("first");
        sent.ShouldContain("second");
    }

    private static JsonObject Output(string callId, string text) =>
        new()
        {
            ["type"] = "function_call_output",
            ["call_id"] = callId,
            ["output"] = text,
        };

    private static string Piece(string part) =>
        GeminiPiece.Replace("PART", part, StringComparison.Ordinal);

    private static async Task<string> AskAsync(ApiServer server, string path, string json)
    {
        using var response = await server.PostAsync(path, json);
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return body;
    }
}
