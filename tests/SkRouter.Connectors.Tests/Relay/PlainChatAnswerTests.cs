using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.ChatCompletions;
using SkRouter.Connectors.Relay;
using SkRouter.Connectors.Tests.Replay;
using SkRouter.Relay;

namespace SkRouter.Connectors.Tests.Relay;

/// <summary>The quick reader reads what the other one reads, or nothing.</summary>
public sealed class PlainChatAnswerTests
{
    private const string Answer =
        """{"id":"c1","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Yes.","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":5,"total_tokens":25,"prompt_tokens_details":{"cached_tokens":3,"audio_tokens":1},"completion_tokens_details":{"reasoning_tokens":2,"audio_tokens":0}}}""";

    [RecordingsFact]
    public void Read_EveryRecordedAnswer_IsWhatTheOtherReaderReadsOrNothing()
    {
        var read = 0;
        foreach (
            var exchange in Recordings.All.Where(exchange =>
                exchange is { IsStream: false, Status: 200 }
                && exchange.Path.Contains("chat/completions", StringComparison.Ordinal)
            )
        )
        {
            read += Compare(exchange.Body, exchange.ToString()) ? 1 : 0;
        }

        read.ShouldBeGreaterThan(10, "a comparison of nothing proves nothing");
    }

    [Fact]
    public void Read_OpenAIsPlainAnswer_IsReadWhole()
    {
        Compare(Answer, "plain").ShouldBeTrue();

        var bytes = Encoding.UTF8.GetBytes(Answer);
        var relayed = (RelayedAnswer)PlainChatAnswer.Read(bytes)!.RawRepresentation!;
        Encoding.UTF8.GetString(bytes[relayed.Model]).ShouldBe("\"m\"");
        Encoding.UTF8.GetString(bytes[relayed.UsageEnd..]).ShouldBe("}}");
    }

    [Theory]
    [InlineData("\"content\":\"Yes.\"", "\"content\":null")]
    [InlineData("\"content\":\"Yes.\"", "\"content\":\"\"")]
    [InlineData("\"content\":\"Yes.\"", "\"content\":[{\"type\":\"text\",\"text\":\"Yes.\"}]")]
    [InlineData("\"content\":\"Yes.\"", "\"content\":\"\\ud800\"")]
    [InlineData("\"refusal\":null", "\"refusal\":\"No.\"")]
    [InlineData("\"refusal\":null", "\"reasoning_content\":\"Hm.\"")]
    [InlineData("\"refusal\":null", "\"tool_calls\":[{\"id\":\"t\"}]")]
    [InlineData("\"refusal\":null", "\"images\":[{}]")]
    [InlineData("\"refusal\":null", "\"content\":\"twice\"")]
    [InlineData("\"finish_reason\":\"stop\"", "\"finish_reason\":\"content_filter\"")]
    [InlineData("\"finish_reason\":\"stop\"", "\"finish_reason\":null")]
    [InlineData(
        "\"finish_reason\":\"stop\"",
        "\"finish_reason\":\"stop\",\"native_finish_reason\":\"x\""
    )]
    [InlineData("\"stop\"}]", "\"stop\"},{\"index\":1}]")]
    [InlineData("\"total_tokens\":25", "\"total_tokens\":25,\"cost\":0.1")]
    [InlineData("\"cached_tokens\":3", "\"cached_tokens\":3,\"cache_write_tokens\":9")]
    [InlineData("\"total_tokens\":25", "\"total_tokens\":27")]
    [InlineData("\"prompt_tokens\":20", "\"prompt_tokens\":-1")]
    [InlineData("\"prompt_tokens\":20", "\"prompt_tokens\":2.5")]
    [InlineData("\"object\":\"chat.completion\",", "")]
    [InlineData("\"id\":\"c1\",", "")]
    [InlineData("\"model\":\"m\"", "\"model\":\"m\",\"provider\":\"p\"")]
    [InlineData("\"model\":\"m\"", "\"model\":\"m\",\"error\":{}")]
    [InlineData("\"model\":\"m\"", "\"model\":\"m\",\"model\":\"n\"")]
    [InlineData("0}}}", "0}}")]
    [InlineData("0}}}", "0}}} {}")]
    public void Read_AnythingMoreOrLess_IsLeftToTheOtherReader(string part, string instead)
    {
        Answer.ShouldContain(part);

        PlainChatAnswer
            .Read(Encoding.UTF8.GetBytes(Answer.Replace(part, instead, StringComparison.Ordinal)))
            .ShouldBeNull();
    }

    private static bool Compare(string body, string where)
    {
        if (PlainChatAnswer.Read(Encoding.UTF8.GetBytes(body)) is not { } plain)
        {
            return false;
        }

        var read = ChatCompletionsAnswer.Read(JsonElement.Parse(body), "openai");
        Shape(plain).ShouldBe(Shape(read), where);
        return true;
    }

    private static string Shape(ChatResponse response) =>
        JsonSerializer.Serialize(
            new
            {
                response.ResponseId,
                response.ModelId,
                response.CreatedAt,
                Finish = response.FinishReason?.Value,
                Role = response.Messages.Single().Role.Value,
                response.Messages.Single().MessageId,
                Contents = response
                    .Messages.Single()
                    .Contents.Select(content => content.GetType().Name),
                response.Text,
                response.Usage,
            }
        );
}
