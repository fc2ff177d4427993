using Microsoft.Extensions.AI;
using SkRouter.Connectors.Tests.Spend;
using SkRouter.Resilience;

namespace SkRouter.Connectors.Tests;

/// <summary>
/// Providers of which no recording was at hand: the shapes are those of their documentation, written down here by hand
/// (documented, not recorded).
/// </summary>
public sealed class DocumentedShapesTests
{
    private const string XAI = """
        {"id":"x1","object":"chat.completion","created":1743770624,"model":"grok-4","choices":[{"index":0,"finish_reason":"stop",
          "message":{"role":"assistant","content":"42","reasoning_content":"Let me think.","refusal":null} }],
         "usage":{"prompt_tokens":32,"completion_tokens":9,"total_tokens":135,"prompt_tokens_details":{"text_tokens":32,"audio_tokens":0,"image_tokens":0,"cached_tokens":6},
          "completion_tokens_details":{"reasoning_tokens":94,"audio_tokens":0},"num_sources_used":3,"cost_in_usd_ticks":12345600} }
        """;

    private const string Together = """
        {"id":"t1","object":"chat.completion","created":1743770624,"model":"deepseek-ai/DeepSeek-R1","prompt":[],"choices":[{"finish_reason":"stop","index":0,"logprobs":null,
          "message":{"role":"assistant","content":"42","reasoning":"Let me think.","tool_calls":[]} }],
         "usage":{"prompt_tokens":32,"completion_tokens":103,"total_tokens":135,"cached_tokens":6} }
        """;

    private const string Fireworks = """
        {"id":"f1","object":"chat.completion","created":1743770624,"model":"accounts/fireworks/models/qwen3","choices":[{"index":0,"finish_reason":"stop",
          "message":{"role":"assistant","content":"42","reasoning_content":"Let me think."} }],
         "usage":{"prompt_tokens":32,"completion_tokens":103,"total_tokens":135,"prompt_tokens_details":{"cached_tokens":6} } }
        """;

    public static TheoryData<string, string> Bodies { get; } =
        new()
        {
            { "xai", XAI },
            { "together", Together },
            { "fireworks", Fireworks },
        };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task GetResponse_DocumentedAnswer_IsReadWhole(string provider, string body)
    {
        using var client = Clients.Create(provider, new ScriptedHandler(body));

        var answer = await client.GetResponseAsync("Hi");

        answer.Text.ShouldBe("42");
        answer
            .Messages[0]
            .Contents.OfType<TextReasoningContent>()
            .ShouldHaveSingleItem()
            .Text.ShouldBe("Let me think.");
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        answer.Usage!.InputTokenCount.ShouldBe(32);
        answer.Usage.OutputTokenCount.ShouldBe(103);
        answer.Usage.CachedInputTokenCount.ShouldBe(6);
    }

    [Fact]
    public async Task Ask_XAI_SourcesAndItsOwnBillAreOnTheRecord()
    {
        var record = await Metered.AskAsync("xai", "grok-of-tomorrow", new ScriptedHandler(XAI));

        record.Usage.WebSearches.ShouldBe(3);
        record.Usage.ReasoningTokens.ShouldBe(94);
        record.Attempts[0].BilledUsd.ShouldBe(0.00123456m);
        // No price is known, so the bill is the cost.
        record.CostUsd.ShouldBe(0.00123456m);
        record.PriceVersion.ShouldBe("billed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_LiteLlm_CostOfTheHeaderIsOnTheRecord(bool streamed)
    {
        var body = streamed ? StreamedAnswers.Of("litellm", Fireworks) : Fireworks;
        var handler = new ScriptedHandler(
            body,
            200,
            streamed ? "text/event-stream" : "application/json",
            ("x-litellm-response-cost", "0.00042"),
            ("x-litellm-call-id", "b980db26"),
            ("x-litellm-key-spend", "17.5")
        );

        var record = await Metered.AskAsync(
            "litellm",
            "our-model",
            handler,
            streamed,
            deployment => deployment.Price(1, 10)
        );

        record.Attempts[0].BilledUsd.ShouldBe(0.00042m);
        // The price that the app stated stands; the bill is beside it.
        record.CostUsd.ShouldBe((32 + (103 * 10m)) / 1_000_000);
    }

    [Fact]
    public async Task GetResponse_LiteLlmTellsNoCostYet_IsNoBill()
    {
        var handler = new ScriptedHandler(
            Fireworks,
            200,
            "application/json",
            ("x-litellm-response-cost", "0.0")
        );
        using var client = Clients.Create("litellm", handler);

        var answer = await client.GetResponseAsync("Hi");

        answer.AdditionalProperties!.ContainsKey(ProviderFields.BilledCost).ShouldBeFalse();
    }

    [Fact]
    public async Task GetResponse_Portkey_ItsHeadersGoThereAndComeBack()
    {
        var handler = new ScriptedHandler(
            Fireworks,
            200,
            "application/json",
            ("x-portkey-trace-id", "trace-1"),
            ("x-portkey-cache-status", "HIT"),
            ("x-portkey-retry-attempt-count", "1")
        );
        using var client = Clients.Create(
            "portkey",
            handler,
            configure: options =>
            {
                options.Headers["x-portkey-config"] = "pc-router-1";
                options.Headers["x-portkey-provider"] = "@openai-prod";
                options.Headers["x-portkey-trace-id"] = "trace-1";
            }
        );

        var answer = await client.GetResponseAsync("Hi");

        var sent = handler.Request!.Headers;
        sent.GetValues("x-portkey-api-key").ShouldBe([Clients.Key]);
        sent.GetValues("x-portkey-config").ShouldBe(["pc-router-1"]);
        sent.GetValues("x-portkey-trace-id").ShouldBe(["trace-1"]);
        sent.Authorization.ShouldBeNull();
        var headers = answer
            .AdditionalProperties![ProviderFields.Headers]
            .ShouldBeAssignableTo<IReadOnlyDictionary<string, string>>()!;
        headers["x-portkey-trace-id"].ShouldBe("trace-1");
        headers["x-portkey-cache-status"].ShouldBe("HIT");
    }

    [Fact]
    public async Task GetResponse_Kong_ItsKeyHeaderAndIdsAreUsed()
    {
        var handler = new ScriptedHandler(
            Fireworks,
            200,
            "application/json",
            ("X-Kong-Request-Id", "k-1"),
            ("X-Kong-LLM-Model", "openai/gpt-4")
        );
        using var client = Clients.Create("kong", handler);

        var answer = await client.GetResponseAsync("Hi");

        handler.Request!.Headers.GetValues("apikey").ShouldBe([Clients.Key]);
        answer
            .AdditionalProperties![ProviderFields.Headers]
            .ShouldBeAssignableTo<IReadOnlyDictionary<string, string>>()!["X-Kong-LLM-Model"]
            .ShouldBe("openai/gpt-4");
    }

    [Theory]
    [InlineData(
        "xai",
        400,
        """{"code":"Client specified an invalid argument","error":"Incorrect API key provided: x."}""",
        "Incorrect API key",
        FailureKind.KeyRejected
    )]
    [InlineData(
        "xai",
        429,
        """{"code":"resource-exhausted","error":"Too many requests."}""",
        "Too many requests",
        FailureKind.RateLimited
    )]
    [InlineData(
        "together",
        422,
        """{"id":"t","error":{"message":"Input validation error: inputs tokens + max_new_tokens must be <= 8193","type":"invalid_request_error","param":"max_tokens","code":null} }""",
        "Input validation",
        FailureKind.ContextTooLong
    )]
    [InlineData(
        "together",
        503,
        """{"error":{"message":"The server is overloaded or not ready yet.","type":"server_error","param":null,"code":"service_unavailable"} }""",
        "not ready",
        FailureKind.Overloaded
    )]
    [InlineData(
        "fireworks",
        404,
        """{"error":{"object":"error","type":"invalid_request_error","code":"NOT_FOUND","message":"Model not found, inaccessible, and/or not deployed"} }""",
        "not deployed",
        FailureKind.ModelNotFound
    )]
    [InlineData(
        "fireworks",
        412,
        """{"error":{"message":"Account is suspended","code":"PRECONDITION_FAILED"} }""",
        "suspended",
        FailureKind.KeyRejected
    )]
    [InlineData(
        "litellm",
        400,
        """{"error":{"message":"litellm.ContextWindowExceededError: This model's maximum context length is 8192 tokens.","type":"None","param":"None","code":"400"} }""",
        "maximum context",
        FailureKind.ContextTooLong
    )]
    [InlineData(
        "litellm",
        401,
        """{"error":{"message":"Authentication Error, Invalid proxy server token passed","type":"auth_error","param":"None","code":"401"} }""",
        "Invalid proxy",
        FailureKind.KeyRejected
    )]
    [InlineData(
        "portkey",
        412,
        """{"status":"failure","message":"Usage limit exceeded for the API key"}""",
        "Usage limit",
        FailureKind.KeyRejected
    )]
    [InlineData(
        "portkey",
        446,
        """{"error":{"message":"The guardrail checks defined in the config failed.","type":"hooks_failed","param":null,"code":null},"hook_results":{} }""",
        "guardrail",
        FailureKind.ContentFiltered
    )]
    [InlineData(
        "kong",
        401,
        """{"message":"No API key found in request","request_id":"k-1"}""",
        "No API key",
        FailureKind.KeyRejected
    )]
    [InlineData(
        "kong",
        429,
        """{"message":"API rate limit exceeded","request_id":"k-1"}""",
        "rate limit",
        FailureKind.RateLimited
    )]
    [InlineData(
        "kong",
        400,
        """{"error":{"message":"request body doesn't contain valid inputs"} }""",
        "valid inputs",
        FailureKind.UnsupportedRequest
    )]
    public async Task GetResponse_DocumentedError_IsReadAndHasItsKind(
        string provider,
        int status,
        string body,
        string words,
        FailureKind kind
    )
    {
        using var client = Clients.Create(provider, new ScriptedHandler(body, status));

        var error = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("Hi"));

        error.Detail.ShouldNotBeNull().ShouldContain(words);
        ErrorTaxonomy.Read(error, default).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task GetResponse_PortkeyGuardrailsOnlyWarn_IsAnAnswer()
    {
        using var client = Clients.Create("portkey", new ScriptedHandler(Fireworks, 246));

        (await client.GetResponseAsync("Hi")).Text.ShouldBe("42");
    }
}
