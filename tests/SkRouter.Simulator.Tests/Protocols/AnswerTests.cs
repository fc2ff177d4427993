using System.Net;
using System.Text.Json;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Tests.Protocols;

/// <summary>One script, told in every protocol.</summary>
public sealed class AnswerTests
{
    private static readonly UsageOverride Cached = new()
    {
        PromptTokens = 100,
        CompletionTokens = 20,
        CachedTokens = 60,
        CacheWriteTokens = 5,
        CacheWriteHourTokens = 10,
        ReasoningTokens = 7,
        WebSearches = 2,
        CostUsd = 0.5m,
    };

    public static TheoryData<string, bool> Everywhere
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            foreach (var protocol in Wire.Protocols)
            {
                rows.Add(protocol, false);
                rows.Add(protocol, true);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Answer_TextReasoningAndCall_ArriveInEveryProtocol(
        string protocol,
        bool stream
    )
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "m",
                m =>
                    m.Speaks(Dialect.DeepSeek)
                        .Answer(
                            Answer.Call("go", """{"where":"far"}""") with
                            {
                                Text = "On my way.",
                                Reasoning = "Where to?",
                            }
                        )
            )
        );

        var (status, body) = await simulator.AskAsync(protocol, stream);

        status.ShouldBe(HttpStatusCode.OK, body);
        var said = stream ? Joined(body) : body;
        said.ShouldContain("On my way.");
        said.ShouldContain("Where to?");
        said.ShouldContain("far");
        var logged = simulator.Model("m").Requests.ShouldHaveSingleItem();
        logged.Protocol.ShouldBe(protocol);
        logged.Streamed.ShouldBe(stream);
        logged.UsageSent!.Value.ReasoningTokens.ShouldBeGreaterThan(0);
        logged.Outcome.ShouldBe(RequestOutcome.Completed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_CacheUsage_IsCountedBesideTheInput(bool stream)
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("m", m => m.Answer(Answer.Say("Yes.") with { Usage = Cached }))
        );

        var (_, body) = await simulator.AskAsync(Wire.Messages, stream);

        var usage = (stream ? Wire.Events(body)[^2] : JsonElement.Parse(body)).GetProperty("usage");
        usage.GetProperty("input_tokens").GetInt64().ShouldBe(25);
        usage.GetProperty("cache_read_input_tokens").GetInt64().ShouldBe(60);
        usage.GetProperty("cache_creation_input_tokens").GetInt64().ShouldBe(15);
        usage
            .GetProperty("cache_creation")
            .GetProperty("ephemeral_1h_input_tokens")
            .GetInt64()
            .ShouldBe(10);
        usage.GetProperty("output_tokens").GetInt64().ShouldBe(20);
        usage
            .GetProperty("server_tool_use")
            .GetProperty("web_search_requests")
            .GetInt64()
            .ShouldBe(2);
    }

    [Fact]
    public async Task GenerateContent_Thoughts_AreCountedBesideTheAnswer()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("m", m => m.Answer(Answer.Say("Yes.") with { Usage = Cached }))
        );

        var (_, body) = await simulator.AskAsync(Wire.Gemini);

        var usage = JsonElement.Parse(body).GetProperty("usageMetadata");
        usage.GetProperty("promptTokenCount").GetInt64().ShouldBe(100);
        usage.GetProperty("candidatesTokenCount").GetInt64().ShouldBe(13);
        usage.GetProperty("thoughtsTokenCount").GetInt64().ShouldBe(7);
        usage.GetProperty("cachedContentTokenCount").GetInt64().ShouldBe(60);
        usage.GetProperty("totalTokenCount").GetInt64().ShouldBe(120);
    }

    [Fact]
    public async Task Dialects_Usage_HasWhatTheProviderAdds()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "m",
                m => m.Speaks(Dialect.DeepSeek).Answer(Answer.Say("Yes.") with { Usage = Cached })
            )
        );

        var (_, body) = await simulator.AskAsync(Wire.Chat);

        var usage = JsonElement.Parse(body).GetProperty("usage");
        usage.GetProperty("prompt_cache_hit_tokens").GetInt64().ShouldBe(60);
        usage.GetProperty("prompt_cache_miss_tokens").GetInt64().ShouldBe(40);
        usage.GetProperty("cost").GetDecimal().ShouldBe(0.5m);
    }

    [Theory]
    [InlineData(Wire.Messages, "end_turn", "max_tokens", "refusal")]
    [InlineData(Wire.Gemini, "\"STOP\"", "MAX_TOKENS", "SAFETY")]
    [InlineData(Wire.Responses, "completed", "max_output_tokens", "content_filter")]
    public async Task FinishReason_InTheProvidersWords(
        string protocol,
        string stop,
        string length,
        string filter
    )
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "m",
                m =>
                    m.Answer(
                        Answer.Say("a"),
                        Answer.Say("a") with
                        {
                            FinishReason = "length",
                        },
                        Answer.Say("a") with
                        {
                            FinishReason = "content_filter",
                        }
                    )
            )
        );

        (await simulator.AskAsync(protocol)).Body.ShouldContain(stop);
        (await simulator.AskAsync(protocol)).Body.ShouldContain(length);
        (await simulator.AskAsync(protocol)).Body.ShouldContain(filter);
    }

    [Theory]
    [InlineData("x-api-key")]
    [InlineData("x-goog-api-key")]
    [InlineData("api-key")]
    public async Task RequiredKey_InTheProvidersHeader_LetsItIn(string header)
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("m").RequireKey("right")
        );
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add(header, "right");
        using var body = new StringContent(Wire.Body(Wire.Gemini));

        using var response = await http.PostAsync(
            new Uri(simulator.Endpoint, Wire.Path(Wire.Gemini)),
            body
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>All texts that a stream's events hold, in their order.</summary>
    private static string Joined(string stream) =>
        string.Concat(Wire.Events(stream).SelectMany(Texts));

    private static IEnumerable<string> Texts(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .Where(member =>
                    member.Name
                        is "delta"
                            or "text"
                            or "thinking"
                            or "partial_json"
                            or "content"
                            or "reasoning_content"
                            or "arguments"
                            or "args"
                            or "where"
                    || member.Value.ValueKind is not JsonValueKind.String
                )
                .SelectMany(member => Texts(member.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
            JsonValueKind.String => [element.GetString()!],
            _ => [],
        };
}
