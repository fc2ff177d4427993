using SkRouter.Catalog;
using SkRouter.Spend;
using SkRouter.Tests.Recordings;

namespace SkRouter.Tests.Spend;

public sealed class ReportedUsageTests
{
    private static readonly ModelCatalog Catalog = ModelCatalog.Default;

    [RecordingFact]
    public void Read_EveryRecordedAnswerWithUsage_FindsIt()
    {
        var read = RecordedBodies
            .All()
            .Where(body => body.ReportsUsage)
            .Select(body =>
                (body, Usage: ReportedUsage.Read(Catalog, body.Provider, body.Flavor, body.Text))
            )
            .ToArray();

        read.Length.ShouldBeGreaterThan(0);
        read.Where(pair => pair.Usage is null || Total(pair.Usage) == 0)
            .Select(pair => pair.body.Name)
            .ShouldBeEmpty();
        read.Where(pair => pair.body.StatedTotal is { } total && total != Total(pair.Usage!))
            .Select(pair =>
                FormattableString.Invariant(
                    $"{pair.body.Name}: {Total(pair.Usage!)}, not {pair.body.StatedTotal}"
                )
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void Read_AnthropicStream_TakesInputFromTheStartAndOutputFromTheEnd()
    {
        const string Stream = """
            event: message_start
            data: {"type":"message_start","message":{"model":"claude-sonnet-4-5","usage":{"input_tokens":25,"cache_read_input_tokens":100,"output_tokens":1}}}

            data: {"type":"content_block_delta","delta":{"text":"Hi"}}

            data: {"type":"message_delta","usage":{"output_tokens":15}}
            """;

        var usage = ReportedUsage.Read(Catalog, "anthropic", UsageFormats.Messages, Stream)!;

        (usage.InputTokens, usage.CacheReadTokens, usage.OutputTokens).ShouldBe((125, 100, 15));
    }

    [Fact]
    public void Read_ChatStreamThatRepeatsUsage_TakesTheLast()
    {
        const string Stream = """
            data: {"model":"m","usage":{"prompt_tokens":7,"completion_tokens":1}}

            data: {"model":"m","usage":null}

            data: {"model":"m","usage":{"prompt_tokens":7,"completion_tokens":9}}

            data: {"cut
            data: [DONE]
            """;

        var usage = ReportedUsage.Read(
            Catalog,
            "some-gateway",
            UsageFormats.ChatCompletions,
            Stream
        )!;

        (usage.InputTokens, usage.OutputTokens).ShouldBe((7, 9));
    }

    [Fact]
    public void Read_GoogleStreamThatCorrectsItself_TakesTheLastReportWhole()
    {
        const string Stream = """
            data: {"usageMetadata":{"promptTokenCount":169,"candidatesTokenCount":4}}

            data: {"usageMetadata":{"promptTokenCount":79,"thoughtsTokenCount":12}}
            """;

        var usage = ReportedUsage.Read(Catalog, "google", UsageFormats.GenerateContent, Stream)!;

        (usage.InputTokens, usage.OutputTokens).ShouldBe((79, 12));
    }

    [Fact]
    public void Read_DeltaWithZeroInput_KeepsTheInputOfTheStart()
    {
        const string Stream = """
            data: {"message":{"usage":{"input_tokens":25,"output_tokens":1}}}

            data: {"type":"message_delta","usage":{"input_tokens":0,"output_tokens":15}}
            """;

        var usage = ReportedUsage.Read(Catalog, null, UsageFormats.Messages, Stream)!;

        (usage.InputTokens, usage.OutputTokens).ShouldBe((25, 15));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"usage":null}""")]
    [InlineData("""{"usage":{"prompt_tokens":3}}""")]
    [InlineData("""{"usage":{"prompt_tokens":"3","completion_tokens":4}}""")]
    [InlineData("""{"usage":{"prompt_tokens":-3,"completion_tokens":4}}""")]
    [InlineData("""{"usage":{"prompt_tokens":3,"completion_tokens":1e30}}""")]
    [InlineData("""{"usage":{"prompt_tokens":3,"completion_tokens":1e999}}""")]
    [InlineData("""{"usage":[{"prompt_tokens":3,"completion_tokens":4}]}""")]
    public void Read_UsageThatCannotBeBelieved_IsNull(string body) =>
        ReportedUsage.Read(Catalog, "openai", UsageFormats.ChatCompletions, body).ShouldBeNull();

    private static long Total(TokenUsage usage) => usage.InputTokens + usage.OutputTokens;
}
