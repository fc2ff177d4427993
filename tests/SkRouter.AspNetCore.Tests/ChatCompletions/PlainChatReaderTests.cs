using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.ChatCompletions;
using SkRouter.Relay;

namespace SkRouter.AspNetCore.Tests.ChatCompletions;

/// <summary>The quick reader reads what the other one reads, or nothing.</summary>
public sealed class PlainChatReaderTests
{
    private static readonly string[] Plain =
    [
        """ "model" : "role:coder" """,
        "\"mo\\u0064el\":\"a\\u00e4\\\"\"",
        """ "messages":[{"role":"user","content":"hi"}]""",
        """ "messages":[{"content":"Zürich ☕ \n\u0041","role":"system"},{"role":"assistant","content":""}]""",
        "\"stream\":true",
        "\"stream\":false",
        """ "stream_options":{"include_usage":true}""",
        "\"max_tokens\":12",
        "\"max_completion_tokens\":13",
        "\"temperature\":0.7",
        "\"top_p\":1e-1",
        "\"top_k\":40",
        "\"seed\":123456789012",
        "\"frequency_penalty\":0",
        "\"presence_penalty\":-2",
    ];

    private static readonly string[] Others =
    [
        "\"model\":7",
        "\"messages\":[]",
        """ "messages":[{"role":"tool","content":"x","tool_call_id":"t"}]""",
        """ "messages":[{"role":"user","content":[{"type":"text","text":"x"}]}]""",
        """ "messages":[{"role":"user","role":"user","content":"x"}]""",
        """ "messages":[{"role":"developer","content":"x"}]""",
        """ "messages":[{"role":"user","content":"\ud800"}]""",
        """ "messages":{"role":"user"}""",
        "\"stream\":1",
        """ "stream_options":{"include_usage":false}""",
        """ "stream_options":{"include_usage":true,"x":1}""",
        "\"stream_options\":[]",
        "\"max_tokens\":1.5",
        "\"max_tokens\":null",
        "\"temperature\":\"hot\"",
        "\"temperature\":1e99",
        "\"top_k\":99999999999",
        "\"stop\":[\"a\"]",
        "\"n\":2",
        "\"unknown\":{}",
        "{",
        "",
    ];

    public static Arbitrary<string> Bodies() =>
        (
            from members in Gen.Frequency((9, Gen.Elements(Plain)), (1, Gen.Elements(Others)))
                .ArrayOf()
            from end in Gen.Frequency((9, Gen.Constant("}")), (1, Gen.Elements("", "}}", "} x")))
            select $"{{{string.Join(',', members)}{end}"
        ).ToArbitrary();

    [Property(Arbitrary = [typeof(PlainChatReaderTests)], MaxTest = 3_000)]
    public void Read_AnyBody_IsWhatTheOtherReaderReadsOrNothing(string body)
    {
        using var bytes = Bytes(body);
        if (PlainChatReader.Read(bytes) is not { } plain)
        {
            return;
        }

        var read = ChatRequestReader.Read(new JsonField(JsonElement.Parse(body), ""));

        Shape(plain).ShouldBe(Shape(read));
        plain.Asked.Ignored.ShouldBe(read.Asked.Ignored);
    }

    [Fact]
    public void Read_EveryPlainMember_IsRead()
    {
        foreach (var member in Plain.Where(member => !member.Contains("messages")))
        {
            var needed = member.Contains("stream_options") ? "\"stream\":true," : "";
            using var bytes = Bytes($"{{{needed}{Plain[2]},{member}}}");
            PlainChatReader.Read(bytes).ShouldNotBeNull(member);
        }
    }

    [Fact]
    public void Read_AnyOtherMember_IsNothing()
    {
        foreach (var member in Others)
        {
            using var bytes = Bytes($"{{\"stream\":true,{Plain[2]},{member}}}");
            PlainChatReader.Read(bytes).ShouldBeNull(member);
        }
    }

    private static RelayedBody Bytes(string body) =>
        new(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)));

    private static string Shape(ChatRequest request)
    {
        var (asked, options) = (request.Asked, request.Asked.Options);
        return JsonSerializer.Serialize(
            new
            {
                asked.Model,
                asked.Streamed,
                request.IncludeUsage,
                Messages = asked.Messages.Select(message => new
                {
                    Role = message.Role.Value,
                    Text = ((TextContent)message.Contents.Single()).Text,
                    message.AuthorName,
                }),
                options.Temperature,
                options.TopP,
                options.TopK,
                options.MaxOutputTokens,
                options.Seed,
                options.FrequencyPenalty,
                options.PresencePenalty,
                options.StopSequences,
                Tools = options.Tools?.Count,
            }
        );
    }
}
