using System.Net;
using System.Text.Json;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Clients;

/// <summary>Words, statuses and headers that clients act on.</summary>
public sealed class ProtocolWordsTests
{
    private static readonly string Long = new('x', 40_000);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PostMessages_ConversationTooLong_SaysItAsAnthropicDoes(bool streamed)
    {
        await using var server = await SmallAsync();

        using var response = await server.PostAsync(
            "/v1/messages",
            $$"""{"model":"writer","max_tokens":9,"stream":{{Json(streamed)}},"messages":[{"role":"user","content":"{{Long}}"}]}"""
        );

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await BodyAsync(response)).GetProperty("error");
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        error
            .GetProperty("message")
            .GetString()!
            .ShouldMatch("^prompt is too long: [0-9]+ tokens > 1000 maximum$");
        response.Headers.Contains("request-id").ShouldBeTrue();
    }

    [Fact]
    public async Task PostChat_ConversationTooLong_SaysItAsOpenAIDoes()
    {
        await using var server = await SmallAsync();

        using var response = await server.PostAsync(
            "/v1/chat/completions",
            $$"""{"model":"writer","messages":[{"role":"user","content":"{{Long}}"}]}"""
        );

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await BodyAsync(response)).GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("context_length_exceeded");
        error
            .GetProperty("message")
            .GetString()!
            .ShouldContain("maximum context length is 1000 tokens");
    }

    [Fact]
    public async Task PostResponses_StreamedConversationTooLong_FailsInTheStream()
    {
        await using var server = await SmallAsync();

        var stream = await WireStream.AskAsync(
            server,
            "/v1/responses",
            $$"""{"model":"writer","stream":true,"input":"{{Long}}"}"""
        );

        stream.Clean.ShouldBeTrue();
        stream.Names.ShouldBe(["response.created", "response.in_progress", "response.failed"]);
        stream
            .Data[^1]
            .GetProperty("response")
            .GetProperty("error")
            .GetProperty("code")
            .GetString()
            .ShouldBe("context_length_exceeded");
    }

    [Fact]
    public async Task Get_WebSocket_Is426AtOnce()
    {
        await using var server = await ApiServer.StartAsync(ScriptedStep.Answer("ok"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/responses");
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");

        using var response = await server.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
        response.Headers.Upgrade.ToString().ShouldBe("HTTP/1.1");
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"a"}]}""")]
    [InlineData("/v1/responses", """{"input":"a"}""")]
    [InlineData("/v1/messages", """{"max_tokens":9,"messages":[{"role":"user","content":"a"}]}""")]
    public async Task Post_NoModelAndNoDefaultRole_Is400(string path, string body)
    {
        await using var server = await ApiServer.StartAsync(
            router =>
                router
                    .Role("writer", role => role.Prefer("m"))
                    .Role("reader", role => role.Prefer("m")),
            models: [("m", new ScriptedChatClient(new ScriptedModel(ScriptedStep.Answer("ok"))))]
        );

        using var response = await server.PostAsync(path, body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await BodyAsync(response)).GetProperty("error");
        error.GetProperty("message").GetString()!.ShouldContain("'model' is missing");
        error.GetProperty("message").GetString()!.ShouldContain("reader, writer");
    }

    [Fact]
    public async Task Post_NoModelAndOneRole_IsThatRoleAndSaysSo()
    {
        await using var server = await ApiServer.StartAsync(ScriptedStep.Answer("ok"));

        using var response = await server.PostAsync("/v1/responses", """{"input":"a"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("x-skrouter-role").ShouldBe(["writer"]);
    }

    [Fact]
    public async Task GetModels_OfAnAnthropicClient_IsInItsShape()
    {
        await using var server = await ApiServer.StartAsync(ScriptedStep.Answer("ok"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models?limit=1");
        request.Headers.Add("anthropic-version", "2023-06-01");

        using var response = await server.Client.SendAsync(request);

        var list = await BodyAsync(response);
        list.GetProperty("has_more").GetBoolean().ShouldBeTrue();
        list.GetProperty("first_id").GetString().ShouldBe("auto");
        var model = list.GetProperty("data")[0];
        model.GetProperty("type").GetString().ShouldBe("model");
        model.GetProperty("display_name").GetString().ShouldBe("auto");
        model.GetProperty("created_at").GetDateTimeOffset().ShouldBe(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task Get_UnknownAddressOfAnAnthropicClient_IsAnErrorInItsShape()
    {
        await using var server = await ApiServer.StartAsync(ScriptedStep.Answer("ok"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/files");
        request.Headers.Add("anthropic-version", "2023-06-01");

        using var response = await server.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await BodyAsync(response))
            .GetProperty("error")
            .GetProperty("type")
            .GetString()
            .ShouldBe("not_found_error");
    }

    [Theory]
    [InlineData("/v1/messages", 529)]
    [InlineData("/v1/chat/completions", 503)]
    public async Task Post_AllCandidatesFail_IsTheStatusOfTheClientsProvider(
        string path,
        int status
    )
    {
        await using var server = await ApiServer.StartAsync(
            router =>
            {
                router.Role("writer", role => role.Prefer("m"));
                router.Deployment("m", deployment => deployment.Options.RetryDelay = TimeSpan.Zero);
            },
            models:
            [
                (
                    "m",
                    new ScriptedChatClient(
                        new ScriptedModel(
                            ScriptedStep.Throw(
                                new HttpRequestException(
                                    "down",
                                    null,
                                    HttpStatusCode.ServiceUnavailable
                                )
                            )
                        )
                    )
                ),
            ]
        );

        using var response = await server.PostAsync(
            path,
            """{"model":"writer","max_tokens":9,"messages":[{"role":"user","content":"a"}]}"""
        );

        ((int)response.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task PostMessages_Stream_StartsWithAnEstimateOfTheInput()
    {
        await using var server = await ApiServer.StartAsync(ScriptedStep.Answer("ok"));

        var stream = await WireStream.AskAsync(
            server,
            "/v1/messages",
            $$"""{"model":"writer","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"{{Long}}"}]}"""
        );

        stream
            .Data[0]
            .GetProperty("message")
            .GetProperty("usage")
            .GetProperty("input_tokens")
            .GetInt64()
            .ShouldBeGreaterThan(1_000);
    }

    private static Task<ApiServer> SmallAsync() =>
        ApiServer.StartAsync(
            router =>
            {
                router.Role("writer", role => role.Prefer("m"));
                router.Deployment("m", deployment => deployment.Options.ContextWindow = 1_000);
            },
            models: [("m", new ScriptedChatClient(new ScriptedModel(ScriptedStep.Answer("ok"))))]
        );

    private static string Json(bool value) => value ? "true" : "false";

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync());
}
