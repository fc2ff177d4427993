using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SkRouter.Simulator.Scripting;
using SkRouter.Simulator.Tests.Clients;

namespace SkRouter.Simulator.Tests.Serving;

public sealed class ProtocolTests
{
    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/chat/completions")]
    public async Task Completions_WithAndWithoutPrefix_Answer(string path)
    {
        await using var simulator = await SimulatorServer.StartAsync(s => s.Model("gpt"));
        using var http = new HttpClient();

        using var response = await http.PostAsync(
            new Uri(simulator.Endpoint, path),
            Kernels.Body()
        );

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldContain("Echo from gpt: hello");
    }

    [Fact]
    public async Task Models_Listed_InOrder()
    {
        await using var simulator = await SimulatorServer.StartAsync(s => s.Model("b").Model("a"));
        using var http = Kernels.Http(simulator);

        using var json = JsonDocument.Parse(await http.GetStringAsync("models"));

        json.RootElement.GetProperty("data")
            .EnumerateArray()
            .Select(model => model.GetProperty("id").GetString())
            .ShouldBe(["b", "a"]);
    }

    [Fact]
    public async Task UnknownModel_Is404InTheProvidersShape()
    {
        await using var simulator = await SimulatorServer.StartAsync(s => s.Model("gpt"));

        var error = Error(await simulator.PostAsync(Kernels.Body(model: "other")));

        error.GetProperty("code").GetString().ShouldBe("model_not_found");
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        error.GetProperty("param").ValueKind.ShouldBe(JsonValueKind.Null);
        error.GetProperty("message").GetString()!.ShouldContain("other");
    }

    [Theory]
    [InlineData("right", HttpStatusCode.OK)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task RequiredKey_Only_LetsItIn(string? key, HttpStatusCode expected)
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("gpt").RequireKey("right")
        );
        using var http = Kernels.Http(simulator);
        http.DefaultRequestHeaders.Authorization = key is null
            ? null
            : new AuthenticationHeaderValue("Bearer", key);

        using var response = await http.PostAsync("chat/completions", Kernels.Body());

        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task KeyFingerprint_TwoKeys_DifferAndRevealNothing()
    {
        await using var simulator = await SimulatorServer.StartAsync(s => s.Model("gpt"));
        using var http = Kernels.Http(simulator);
        foreach (var key in new[] { "sk-one", "sk-two", "sk-one" })
        {
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
            (await http.PostAsync("chat/completions", Kernels.Body())).Dispose();
        }

        var prints = simulator
            .Model("gpt")
            .Requests.Select(request => request.ApiKeyFingerprint!)
            .ToList();

        prints[0].ShouldBe(prints[2]);
        prints[0].ShouldNotBe(prints[1]);
        prints.ShouldAllBe(print => !print.Contains("sk-"));
    }

    [Theory]
    [InlineData("not json", "parse the JSON")]
    [InlineData("[]", "parse the JSON")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", "model parameter")]
    [InlineData("""{"model":"gpt","messages":[]}""", "'messages'")]
    [InlineData("""{"model":"gpt","messages":[{"role":"robot","content":"x"}]}""", "'robot'")]
    [InlineData(
        """{"model":"gpt","messages":[{"role":"tool","tool_call_id":"a","content":"x"}]}""",
        "preceding message"
    )]
    [InlineData(
        """{"model":"gpt","messages":[{"role":"assistant","tool_calls":[{"id":"a"}]},{"role":"user","content":"x"}]}""",
        "did not have response messages: a"
    )]
    public async Task InvalidBody_Is400WithAReason(string body, string reason)
    {
        await using var simulator = await SimulatorServer.StartAsync(s => s.Model("gpt"));

        var error = Error(
            await simulator.PostAsync(new StringContent(body, Encoding.UTF8, "application/json"))
        );

        error.GetProperty("message").GetString()!.ShouldContain(reason);
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
    }

    [Fact]
    public async Task PromptBeyondTheWindow_IsContextLengthExceeded()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("gpt", m => m.Window(20))
        );

        var error = Error(
            await simulator.PostAsync(Kernels.Body(string.Join(' ', Enumerable.Repeat("word", 50))))
        );

        error.GetProperty("code").GetString().ShouldBe("context_length_exceeded");
        simulator.Model("gpt").Requests[0].ErrorCode.ShouldBe("context_length_exceeded");
    }

    [Fact]
    public async Task MaxTokens_ShorterThanTheAnswer_FinishesWithLength()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("gpt", m => m.Say("one two three"))
        );

        await simulator.PostAsync(Kernels.Body(more: ",\"max_completion_tokens\":2"));

        var request = simulator.Model("gpt").Requests[0];
        request.Text.ShouldBe("one two");
        request.FinishReason.ShouldBe("length");
        request.Usage!.Value.CompletionTokens.ShouldBe(2);
    }

    [Fact]
    public async Task StreamedToolCall_Events_FollowTheProvidersOrder()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("gpt", m => m.Answer(Answer.Call("go", """{"where":"far to the north"}""")))
        );
        var body = await simulator.PostAsync(
            Kernels.Body(
                stream: true,
                more: ",\"stream_options\":{\"include_usage\":true},\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"Move-go\"}}]"
            )
        );

        var events = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line[6..])
            .ToList();

        events[0].ShouldContain("""delta":{"role":"assistant","content":null""");
        events[1]
            .ShouldContain("""type":"function","function":{"name":"Move-go","arguments":""}""");
        events
            .Count(data => data.Contains("\"function\":{\"arguments\"", StringComparison.Ordinal))
            .ShouldBeGreaterThan(2);
        events[^3].ShouldContain("\"finish_reason\":\"tool_calls\"");
        events[^2].ShouldContain("\"choices\":[],\"usage\":{\"prompt_tokens\":");
        events[^1].ShouldBe("[DONE]");
        events.Take(events.Count - 2).ShouldAllBe(data => data.Contains("\"usage\":null"));
    }

    [Fact]
    public async Task StreamWithoutIncludeUsage_TellsNone()
    {
        await using var simulator = await SimulatorServer.StartAsync(s => s.Model("gpt"));

        var body = await simulator.PostAsync(Kernels.Body(stream: true));

        body.ShouldNotContain("usage");
        simulator.UsageSent.ShouldBe(default);
        simulator.Model("gpt").Requests[0].Usage.ShouldNotBeNull();
    }

    [Fact]
    public async Task RawAnswer_IsSentAsItStands()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "gpt",
                m =>
                    m.Answer(
                        new Answer
                        {
                            Raw = new()
                            {
                                Body = "data: {}\n\n",
                                ContentType = "text/event-stream",
                            },
                        }
                    )
            )
        );

        (await simulator.PostAsync(Kernels.Body(stream: true))).ShouldBe("data: {}\n\n");
    }

    [Fact]
    public async Task Headers_OfAModel_AreOnErrorsToo()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "gpt",
                m =>
                    m.Header("x-ratelimit-remaining-tokens", "12").Fault("1", Fault.WithStatus(500))
            )
        );
        using var http = Kernels.Http(simulator);

        using var response = await http.PostAsync("chat/completions", Kernels.Body());

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        response.Headers.GetValues("x-ratelimit-remaining-tokens").ShouldBe(["12"]);
    }

    private static JsonElement Error(string body) =>
        JsonDocument.Parse(body).RootElement.GetProperty("error");
}
