using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SkRouter.Connectors;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Fields of a request that decide which form its answer has.</summary>
public sealed class AnswerShapeTests
{
    private const string Tokens =
        """[{"token":"Hi","logprob":-0.5,"bytes":[72,105],"top_logprobs":[{"token":"Hi","logprob":-0.5,"bytes":null}]}]""";

    private const string ToolCalls =
        """[{"index":0,"id":"call_1","type":"function","function":{"name":"look","arguments":"{\"q\":\"x\"}"}},{"index":1,"id":"call_2","type":"function","function":{"name":"look","arguments":"{}"}}]""";

    private const string Functions =
        """ "functions":[{"name":"look","parameters":{"type":"object"}}] """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_Functions_AnswersWithAFunctionCall(bool streamed)
    {
        var (_, choices) = await AskAsync(
            "openai",
            Functions,
            Chat(
                $$"""{"role":"assistant","content":null,"tool_calls":{{ToolCalls}}}""",
                "tool_calls",
                streamed
            ),
            streamed
        );

        var calls = choices
            .Select(choice => choice[streamed ? "delta" : "message"]!)
            .Where(message => message["function_call"] is not null)
            .ToList();
        calls.Count.ShouldBe(1);
        calls[0]["function_call"]!["name"]!.GetValue<string>().ShouldBe("look");
        calls[0]["function_call"]!["arguments"]!.GetValue<string>().ShouldBe("""{"q":"x"}""");
        choices.ShouldAllBe(choice =>
            choice[streamed ? "delta" : "message"]!["tool_calls"] == null
        );
        choices[^1]["finish_reason"]!.GetValue<string>().ShouldBe("function_call");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_SeveralChoices_GetsAllThatTheProviderGives(bool streamed)
    {
        var message = streamed ? "delta" : "message";
        var answer = Chunk(
            $$"""[{"index":0,"{{message}}":{"role":"assistant","content":"A"},"finish_reason":null},{"index":1,"{{message}}":{"role":"assistant","content":"B"},"finish_reason":"stop"}]""",
            streamed
        );
        if (streamed)
        {
            answer += Chunk(
                """[{"index":1,"delta":{"content":"C"},"finish_reason":null}]""",
                streamed
            );
            answer += Chunk("""[{"index":0,"delta":{},"finish_reason":"stop"}]""", streamed);
        }
        else
        {
            answer = answer.Replace("null", "\"stop\"", StringComparison.Ordinal);
        }

        var (sent, choices) = await AskAsync("openai", "\"n\":2", answer, streamed);

        sent["n"]!.GetValue<int>().ShouldBe(2);
        Texts(choices, 0, message).ShouldBe("A");
        Texts(choices, 1, message).ShouldBe(streamed ? "BC" : "B");
    }

    [Fact]
    public async Task Post_SeveralChoicesWhereTheProviderGivesOne_IsRefusedByName()
    {
        await using var server = await StartAsync("groq", new Upstream("{}", false));

        using var response = await server.PostAsync("/v1/chat/completions", Body("\"n\":2", false));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        error["param"]!.GetValue<string>().ShouldBe("n");
    }

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("openai-responses", false)]
    [InlineData("openai-responses", true)]
    [InlineData("google", false)]
    [InlineData("google", true)]
    public async Task Post_LogProbabilities_ComeInTheFormOfTheCallersProtocol(
        string provider,
        bool streamed
    )
    {
        var answer = provider switch
        {
            "openai" => Chunk(
                $$$"""[{"index":0,"{{{(streamed ? "delta" : "message")}}}":{"role":"assistant","content":"Hi"},"logprobs":{"content":{{{Tokens}}},"refusal":null},"finish_reason":"stop"}]""",
                streamed
            ),
            "google" => Event(
                """{"candidates":[{"content":{"role":"model","parts":[{"text":"Hi"}]},"finishReason":"STOP","logprobsResult":{"chosenCandidates":[{"token":"Hi","logProbability":-0.5}],"topCandidates":[{"candidates":[{"token":"Hi","logProbability":-0.5}]}]}}]}""",
                streamed
            ),
            _ => Responses(streamed),
        };

        var (_, choices) = await AskAsync(provider, "\"logprobs\":true", answer, streamed);
        var items = await AskResponsesAsync(provider, answer, streamed);

        var chat = choices.First(choice => choice["logprobs"]?["content"] is not null);
        foreach (var token in (JsonNode[])[chat["logprobs"]!["content"]![0]!, items[0]!])
        {
            token["token"]!.GetValue<string>().ShouldBe("Hi");
            token["logprob"]!.GetValue<double>().ShouldBe(-0.5);
            token["top_logprobs"]![0]!["token"]!.GetValue<string>().ShouldBe("Hi");
        }
    }

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("together", false)]
    [InlineData("together", true)]
    public async Task Post_CustomTool_IsCalledWithOneText(string provider, bool streamed)
    {
        const string tool =
            """ "tools":[{"type":"custom","custom":{"name":"sql","description":"Runs SQL."}}] """;
        var call =
            provider == "openai"
                ? """{"index":0,"id":"call_1","type":"custom","custom":{"name":"sql","input":"select 1"}}"""
                : """{"index":0,"id":"call_1","type":"function","function":{"name":"sql","arguments":"{\"input\":\"select 1\"}"}}""";

        var (sent, choices) = await AskAsync(
            provider,
            tool,
            Chat(
                $$"""{"role":"assistant","content":null,"tool_calls":[{{call}}]}""",
                "tool_calls",
                streamed
            ),
            streamed
        );

        sent["tools"]![0]!["type"]!
            .GetValue<string>()
            .ShouldBe(provider == "openai" ? "custom" : "function");
        var made = choices
            .Select(choice => choice[streamed ? "delta" : "message"]!["tool_calls"]?[0])
            .First(made => made is not null)!;
        made["type"]!.GetValue<string>().ShouldBe("custom");
        made["custom"]!["input"]!.GetValue<string>().ShouldBe("select 1");
    }

    private static string Texts(List<JsonNode> choices, int index, string message) =>
        string.Concat(
            choices
                .Where(choice => choice["index"]!.GetValue<int>() == index)
                .Select(choice => choice[message]?["content"]?.GetValue<string>())
        );

    private static string Chat(string message, string finish, bool streamed) =>
        Chunk(
            $$"""[{"index":0,"{{(streamed ? "delta" : "message")}}":{{message}},"finish_reason":"{{finish}}"}]""",
            streamed
        );

    private static string Chunk(string choices, bool streamed) =>
        Event(
            $$"""{"id":"c1","object":"chat.completion{{(streamed ? ".chunk" : "")}}","created":1700000000,"model":"m","choices":{{choices}}}""",
            streamed
        );

    private static string Responses(bool streamed)
    {
        var item =
            $$"""{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hi","annotations":[],"logprobs":{{Tokens}}}]}""";
        var whole =
            $$"""{"id":"r1","object":"response","model":"m","status":"completed","created_at":1700000000,"output":[{{item}}]}""";
        return streamed
            ? Event(
                $$"""{"type":"response.output_text.delta","item_id":"msg_1","delta":"Hi","logprobs":{{Tokens}}}""",
                streamed
            )
                + Event($$"""{"type":"response.output_item.done","item":{{item}}}""", streamed)
                + Event($$"""{"type":"response.completed","response":{{whole}}}""", streamed)
            : whole;
    }

    private static string Event(string json, bool streamed) =>
        streamed ? $"data: {json}\n\n" : json;

    private static string Body(string more, bool streamed) =>
        $$"""{"model":"writer","stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}],{{more}}}""";

    /// <summary>The choices of the answer, or of all chunks of it.</summary>
    private static async Task<(JsonObject Sent, List<JsonNode> Choices)> AskAsync(
        string provider,
        string more,
        string answer,
        bool streamed
    )
    {
        using var upstream = new Upstream(answer, streamed);
        await using var server = await StartAsync(provider, upstream);
        using var response = await server.PostAsync("/v1/chat/completions", Body(more, streamed));
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        var choices = Answers(body, streamed)
            .SelectMany(part => part["choices"]!.AsArray())
            .Select(choice => choice!)
            .ToList();
        return (upstream.Sent!, choices);
    }

    /// <summary>The log probabilities of the answer's text on the Responses face.</summary>
    private static async Task<JsonArray> AskResponsesAsync(
        string provider,
        string answer,
        bool streamed
    )
    {
        using var upstream = new Upstream(answer, streamed);
        await using var server = await StartAsync(provider, upstream);
        using var response = await server.PostAsync(
            "/v1/responses",
            $$"""{"model":"writer","stream":{{(streamed ? "true" : "false")}},"input":"Hi","include":["message.output_text.logprobs"]}"""
        );
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        var parts = Answers(body, streamed).ToList();
        if (!streamed)
        {
            return parts[0]["output"]![0]!["content"]![0]!["logprobs"]!.AsArray();
        }

        parts.First(part => part["type"]!.GetValue<string>() == "response.output_text.delta")[
            "logprobs"
        ]!
            .AsArray()
            .Count.ShouldBe(1);
        return parts[^1]["response"]!["output"]![0]!["content"]![0]!["logprobs"]!.AsArray();
    }

    private static IEnumerable<JsonNode> Answers(string body, bool streamed) =>
        (
            streamed
                ? body.Split('\n')
                    .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
                    .Select(line => line["data: ".Length..])
                : [body]
        ).Select(text => JsonNode.Parse(text)!);

    private static Task<ApiServer> StartAsync(string provider, Upstream upstream) =>
        ApiServer.StartAsync(
            router =>
                router
                    .Role("writer", role => role.Prefer("first"))
                    .Deployment("first", deployment => deployment.Price(input: 1, output: 10)),
            services =>
                services.AddProviderChatClient(
                    provider,
                    "some-model",
                    "sk-upstream",
                    "first",
                    options =>
                    {
                        options.BaseUrl = new Uri("https://provider.test/v1/");
                        options.HttpClient = new(upstream);
                    }
                )
        );

    private sealed class Upstream(string answer, bool streamed) : HttpMessageHandler
    {
        public JsonObject? Sent { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Sent = JsonNode
                .Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!
                .AsObject();
            return new(HttpStatusCode.OK)
            {
                Content = new StringContent(
                    answer,
                    Encoding.UTF8,
                    streamed ? "text/event-stream" : "application/json"
                ),
            };
        }
    }
}
