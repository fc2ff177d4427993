using SkRouter.Simulator;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Connectors.Tests.Spend;

/// <summary>From the usage block on the wire to dollars on the record, at the prices of the shipped catalogue.</summary>
public sealed class CostTests
{
    private const string Long = "The quick brown fox jumps over the lazy dog.";

    private const string Anthropic = """
        {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[{"type":"text","text":"Yes."}],"stop_reason":"end_turn",
         "usage":{"input_tokens":1000,"cache_read_input_tokens":10000,"cache_creation_input_tokens":5000,
          "cache_creation":{"ephemeral_5m_input_tokens":2000,"ephemeral_1h_input_tokens":3000},"output_tokens":200,"server_tool_use":{"web_search_requests":2} } }
        """;

    /// <summary>Only the first event tells the lifetimes of what was written.</summary>
    private const string AnthropicStream = """
        data: {"type":"message_start","message":{"id":"msg_1","model":"claude-sonnet-4-5","usage":{"input_tokens":1000,"cache_read_input_tokens":10000,"cache_creation_input_tokens":5000,"cache_creation":{"ephemeral_5m_input_tokens":2000,"ephemeral_1h_input_tokens":3000},"output_tokens":1} } }

        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""} }

        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Yes."} }

        data: {"type":"content_block_stop","index":0}

        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":200,"server_tool_use":{"web_search_requests":2} } }

        data: {"type":"message_stop"}

        """;

    private const string Audio = """
        {"id":"c1","object":"chat.completion","model":"gpt-audio","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Yes."} }],
         "usage":{"prompt_tokens":1000,"completion_tokens":500,"total_tokens":1500,"prompt_tokens_details":{"audio_tokens":400,"cached_tokens":0},"completion_tokens_details":{"audio_tokens":300} } }
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_CacheWritesOfBothLifetimesAndSearches_CostWhatAnthropicCharges(
        bool streamed
    )
    {
        var body = streamed ? AnthropicStream : Anthropic;

        var record = await Metered.AskAsync(
            "anthropic",
            "claude-sonnet-4-5",
            new ScriptedHandler(body),
            streamed
        );

        record.Usage.InputTokens.ShouldBe(16_000);
        record.Usage.CacheWriteTokens.ShouldBe(5_000);
        record.Usage.CacheWriteFiveMinutesTokens.ShouldBe(2_000);
        record.Usage.CacheWriteOneHourTokens.ShouldBe(3_000);
        record.Usage.WebSearches.ShouldBe(2);
        // Per million: input 3, read 0.30, write 3.75 for five minutes and 6 for an hour, output 15; 10 for a thousand searches.
        const decimal Tokens =
            (1_000 * 3m + 10_000 * 0.30m + 2_000 * 3.75m + 3_000 * 6m + 200 * 15m) / 1_000_000;
        record.CostUsd.ShouldBe(Tokens + (2 * 0.01m));
    }

    [Fact]
    public async Task Ask_AudioIn_CostsWhatGoogleCharges()
    {
        const string Body = """
            {"candidates":[{"content":{"role":"model","parts":[{"text":"Yes."}]},"finishReason":"STOP"}],"modelVersion":"gemini-2.5-flash",
             "usageMetadata":{"promptTokenCount":1000,"candidatesTokenCount":10,"thoughtsTokenCount":90,"totalTokenCount":1100,
              "promptTokensDetails":[{"modality":"TEXT","tokenCount":200},{"modality":"AUDIO","tokenCount":800}]} }
            """;

        var record = await Metered.AskAsync(
            "google",
            "gemini-2.5-flash",
            new ScriptedHandler(Body)
        );

        // Per million: text 0.30, audio 1, output with thoughts 2.50.
        record.CostUsd.ShouldBe((200 * 0.30m + 800 * 1m + 100 * 2.5m) / 1_000_000);
    }

    [Theory]
    [InlineData("openai", "gpt-4.1")]
    [InlineData("anthropic", "claude-sonnet-4-5")]
    [InlineData("google", "gemini-2.5-flash")]
    public async Task Ask_StreamCarriesNoUsage_IsEstimatedAndSaysSo(string provider, string model)
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                model,
                m => m.Answer(Answer.Say(Long) with { Usage = new() { Missing = true } })
            )
        );

        var record = await Metered.AskAsync(
            provider,
            model,
            handler: null,
            streamed: true,
            address: simulator.Endpoint
        );

        record.Usage.Estimated.ShouldBeTrue();
        // Half as much again at most, either way, of what a tokenizer would say: nine words and a full stop.
        record.Usage.OutputTokens.ShouldBeInRange(7, 14);
        record.Usage.InputTokens.ShouldBeGreaterThan(0);
        record.CostUsd.ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Ask_AudioInAndOut_CostsWhatOpenAICharges()
    {
        var record = await Metered.AskAsync("openai", "gpt-audio", new ScriptedHandler(Audio));

        record.Usage.InputAudioTokens.ShouldBe(400);
        record.Usage.OutputAudioTokens.ShouldBe(300);
        // Per million: text 2.50 and 10, audio 32 and 64.
        record.CostUsd.ShouldBe((600 * 2.5m + 400 * 32m + 200 * 10m + 300 * 64m) / 1_000_000);
    }
}
