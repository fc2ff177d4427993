using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SkRouter.Pipeline;

namespace SkRouter.Connectors.Tests.Spend;

/// <summary>Usage blocks of every protocol with members missing, negative, huge, or of another type.</summary>
public sealed class UsageFuzzTests
{
    private static readonly Dictionary<string, string> Blocks = new(StringComparer.Ordinal)
    {
        ["openai"] =
            """{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":1},"completion_tokens_details":{"reasoning_tokens":2,"audio_tokens":1},"cost":0.1}""",
        ["deepseek"] =
            """{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14,"prompt_cache_hit_tokens":4,"prompt_cache_miss_tokens":5}""",
        ["xai"] =
            """{"prompt_tokens":9,"completion_tokens":5,"total_tokens":16,"completion_tokens_details":{"reasoning_tokens":2},"num_sources_used":1,"cost_in_usd_ticks":5}""",
        ["anthropic"] =
            """{"input_tokens":9,"output_tokens":5,"cache_read_input_tokens":4,"cache_creation_input_tokens":3,"cache_creation":{"ephemeral_5m_input_tokens":1,"ephemeral_1h_input_tokens":2},"server_tool_use":{"web_search_requests":1},"output_tokens_details":{"thinking_tokens":2} }""",
        ["google"] =
            """{"promptTokenCount":9,"candidatesTokenCount":5,"totalTokenCount":16,"thoughtsTokenCount":2,"cachedContentTokenCount":4,"toolUsePromptTokenCount":1,"promptTokensDetails":[{"modality":"AUDIO","tokenCount":1}]}""",
        ["openai-responses"] =
            """{"input_tokens":9,"output_tokens":5,"total_tokens":14,"input_tokens_details":{"cached_tokens":4,"cache_write_tokens":1},"output_tokens_details":{"reasoning_tokens":2} }""",
    };

    private static readonly string[] Values =
    [
        "-1",
        "-9223372036854775808",
        "9223372036854775807",
        "1e308",
        "1e999",
        "123456789012345678901234567890",
        "0.5",
        "0",
        "null",
        "true",
        "\"12\"",
        "\"\"",
        "[]",
        "{}",
        "[{}]",
        "[1,null]",
    ];

    /// <summary>A provider, whether it streams, and which members become what; -1 removes one.</summary>
    public static Arbitrary<(
        string Provider,
        bool Streamed,
        (int Member, int Value)[] Changes
    )> Cases() =>
        (
            from provider in Gen.Elements(Blocks.Keys.ToArray())
            from streamed in Gen.Elements(true, false)
            from changes in Gen.NonEmptyListOf(
                from member in Gen.Choose(0, 30)
                from value in Gen.Choose(-1, Values.Length - 1)
                select (member, value)
            )
            select (provider, streamed, changes.ToArray())
        ).ToArbitrary();

    [Property(Arbitrary = [typeof(UsageFuzzTests)], MaxTest = 600)]
    public void Ask_AnyUsageBlock_NeverFailsAndIsNeverNegativeNorSilentlyFree(
        (string Provider, bool Streamed, (int Member, int Value)[] Changes) example
    )
    {
        var (provider, streamed, changes) = example;
        var usage = Mutate(Blocks[provider], changes);

        var record = Metered
            .AskAsync(
                provider,
                "some-model",
                new ScriptedHandler(Body(provider, usage, streamed)),
                streamed,
                deployment => deployment.Price(1, 10, 0.1m, 1.25m)
            )
            .GetAwaiter()
            .GetResult();

        record.Outcome.ShouldBe(RoundTripOutcome.Answered, usage);
        Counts(record.Usage).ShouldAllBe(count => count >= 0, usage);
        record.CostUsd.ShouldNotBeNull(usage).ShouldBeGreaterThan(0, usage);
        record.Usage.InputTokens.ShouldBeGreaterThan(0, usage);
    }

    private static long[] Counts(SkRouter.Spend.TokenUsage usage) =>
        [
            usage.InputTokens,
            usage.OutputTokens,
            usage.CacheReadTokens,
            usage.CacheWriteTokens,
            usage.CacheWriteFiveMinutesTokens,
            usage.CacheWriteOneHourTokens,
            usage.ReasoningTokens,
            usage.InputAudioTokens,
            usage.OutputAudioTokens,
            usage.ToolInputTokens,
            usage.WebSearches,
        ];

    private static string Mutate(string block, (int Member, int Value)[] changes)
    {
        var root = JsonNode.Parse(block)!.AsObject();
        foreach (var (member, value) in changes)
        {
            var places = Places(root).ToList();
            if (places.Count == 0)
            {
                break;
            }

            var (parent, name) = places[member % places.Count];
            if (value < 0)
            {
                parent.Remove(name);
            }
            else
            {
                // What no number type holds stays the text that it is.
                parent[name] = JsonSerializer.Deserialize<JsonNode>(Values[value]);
            }
        }

        return root.ToJsonString();
    }

    private static IEnumerable<(JsonObject Parent, string Name)> Places(JsonObject parent)
    {
        foreach (var (name, value) in parent)
        {
            yield return (parent, name);
            foreach (var inner in value is JsonObject child ? Places(child) : [])
            {
                yield return inner;
            }
        }
    }

    private static string Body(string provider, string usage, bool streamed) =>
        (provider, streamed) switch
        {
            ("anthropic", false) =>
                $$"""{"id":"m","type":"message","role":"assistant","content":[{"type":"text","text":"Yes."}],"stop_reason":"end_turn","usage":{{usage}} }""",
            ("anthropic", true) => $$"""
                data: {"type":"message_start","message":{"id":"m","usage":{{usage}} } }

                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""} }

                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Yes."} }

                data: {"type":"content_block_stop","index":0}

                data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{{usage}} }

                data: {"type":"message_stop"}


                """,
            ("google", _) => Event(
                streamed,
                $$"""{"candidates":[{"content":{"role":"model","parts":[{"text":"Yes."}]},"finishReason":"STOP"}],"usageMetadata":{{usage}} }"""
            ),
            ("openai-responses", _) => Event(streamed, Response(usage, streamed)),
            _ => Event(
                streamed,
                $$"""{"id":"c","choices":[{"index":0,"finish_reason":"stop","{{(streamed ? "delta" : "message")}}":{"role":"assistant","content":"Yes."} }],"usage":{{usage}} }"""
            ),
        };

    private static string Response(string usage, bool streamed)
    {
        var whole =
            $$"""{"id":"r","object":"response","status":"completed","output":[{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Yes.","annotations":[]}]}],"usage":{{usage}} }""";
        return streamed
            ? $$"""{"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":"Yes."}"""
                + "\n\ndata: "
                + $$"""{"type":"response.completed","response":{{whole}} }"""
            : whole;
    }

    private static string Event(bool streamed, string json) =>
        streamed ? $"data: {json}\n\n" : json;
}
