using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace SkRouter.Connectors.Tests;

public sealed class ErrorTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<string, string, string, double?> Waits { get; } =
        new()
        {
            { "openai", "retry-after", "7", 7 },
            { "openai", "retry-after-ms", "250", 0.25 },
            { "anthropic", "retry-after", "Fri, 02 Jan 2026 03:04:35 GMT", 30 },
            { "anthropic", "retry-after", "Fri, 02 Jan 2026 03:00:00 GMT", 0 },
            { "groq", "x-other", "1", null },
        };

    [Theory]
    [MemberData(nameof(Waits))]
    public async Task GetResponse_RateLimited_SaysHowLongToWait(
        string provider,
        string header,
        string value,
        double? seconds
    )
    {
        var error = await FailAsync(
            provider,
            new ScriptedHandler(
                """{"error":{"type":"rate_limit_error","message":"Slow down."}}""",
                429,
                "application/json",
                (header, value)
            )
        );

        error.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        error.RetryAfter?.TotalSeconds.ShouldBe(seconds!.Value);
        (error.RetryAfter is null).ShouldBe(seconds is null);
    }

    [Fact]
    public async Task GetResponse_GoogleGivesTheWaitInTheBody_ReadsIt()
    {
        var error = await FailAsync(
            "google",
            new ScriptedHandler(
                """
                [{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"Quota.",
                  "details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"17.5s"}]}}]
                """,
                429
            )
        );

        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(17.5));
        error.ErrorType.ShouldBe("RESOURCE_EXHAUSTED");
        error.Detail.ShouldBe("Quota.");
    }

    [Fact]
    public async Task GetResponse_AnthropicIsOverloaded_KeepsItsStatus()
    {
        var error = await FailAsync(
            "anthropic",
            new ScriptedHandler(
                """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""",
                529,
                "application/json",
                ("request-id", "req_9")
            )
        );

        ((int?)error.StatusCode).ShouldBe(529);
        error.ErrorType.ShouldBe("overloaded_error");
        error.RequestId.ShouldBe("req_9");
    }

    [Theory]
    [InlineData(502, "<html>Bad gateway</html>")]
    [InlineData(302, "")]
    [InlineData(500, "[]")]
    public async Task GetResponse_BodyIsNoErrorObject_KeepsStatusAndText(int status, string body)
    {
        var error = await FailAsync("local", new ScriptedHandler(body, status, "text/html"));

        ((int?)error.StatusCode).ShouldBe(status);
        error.Detail.ShouldBe(body);
    }

    [Fact]
    public async Task GetResponse_SuccessThatIsNotJson_IsAnErrorOfTheProvider()
    {
        var error = await FailAsync("local", new ScriptedHandler("<html>", 200, "text/html"));

        error.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task GetResponse_ErrorUnderStatus200_IsThrown()
    {
        var error = await FailAsync(
            "openrouter",
            new ScriptedHandler("""{"error":{"code":402,"message":"Insufficient credits"}}""")
        );

        error.StatusCode.ShouldBe(HttpStatusCode.PaymentRequired);
        error.MidStream.ShouldBeFalse();
    }

    [Fact]
    public async Task GetResponse_AnyFailure_SendsOneRequest()
    {
        var handler = new ScriptedHandler("{}", 503);

        await FailAsync("anthropic", handler);

        handler.Requests.ShouldBe(1);
    }

    [Theory]
    [InlineData(
        "anthropic",
        """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""",
        529
    )]
    [InlineData("openrouter", """{"error":{"code":502,"message":"Upstream"},"choices":[]}""", 502)]
    [InlineData(
        "openai-responses",
        """{"type":"response.failed","response":{"error":{"code":"server_error","message":"Sorry"}}}""",
        500
    )]
    [InlineData(
        "openai-responses",
        """{"type":"error","code":"rate_limit_exceeded","message":"x"}""",
        429
    )]
    [InlineData(
        "google",
        """{"error":{"code":503,"status":"UNAVAILABLE","message":"Busy"}}""",
        503
    )]
    public async Task Streaming_ErrorEvent_IsThrownWithItsStatus(
        string provider,
        string data,
        int status
    )
    {
        using var client = Clients.Create(
            provider,
            new ScriptedHandler($"data: {data}\n\n", 200, "text/event-stream")
        );

        var error = await Should.ThrowAsync<ProviderException>(() =>
            client.GetStreamingResponseAsync("Hi").ToChatResponseAsync()
        );

        ((int?)error.StatusCode).ShouldBe(status);
        error.MidStream.ShouldBeTrue();
    }

    [Fact]
    public async Task Streaming_OneMalformedEvent_IsSkipped()
    {
        const string Body =
            "data: {\"id\":\"c\",\"choices\":[{\"delta\":{\"content\":\"A\"}}]}\n\n"
            + "data: {\"id\": tor\n\n"
            + "data: {\"id\":\"c\",\"choices\":[{\"delta\":{\"content\":\"B\"},\"finish_reason\":\"stop\"}]}\n\n";
        using var client = Clients.Create(
            "openai",
            new ScriptedHandler(Body, 200, "text/event-stream")
        );

        var answer = await client.GetStreamingResponseAsync("Hi").ToChatResponseAsync();

        answer.Text.ShouldBe("AB");
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
    }

    [Fact]
    public async Task Streaming_EndsInTheMiddleOfAToolCall_ReleasesNoCallAndNoFinish()
    {
        const string Body =
            "data: {\"id\":\"c\",\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\"}}]}}]}\n\n";
        using var client = Clients.Create(
            "openai",
            new ScriptedHandler(Body, 200, "text/event-stream")
        );

        var answer = await client.GetStreamingResponseAsync("Hi").ToChatResponseAsync();

        answer.FinishReason.ShouldBeNull();
        answer
            .Messages.SelectMany(message => message.Contents)
            .OfType<FunctionCallContent>()
            .ShouldBeEmpty();
    }

    private static async Task<ProviderException> FailAsync(string provider, ScriptedHandler handler)
    {
        using var client = Clients.Create(provider, handler, time: new FakeTimeProvider(Now));
        return await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("Hi"));
    }
}
