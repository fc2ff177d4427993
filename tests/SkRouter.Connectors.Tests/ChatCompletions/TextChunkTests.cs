using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Xunit;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.ChatCompletions;

namespace SkRouter.Connectors.Tests.ChatCompletions;

/// <summary>What is read without the parser must be what the parser reads.</summary>
public sealed class TextChunkTests
{
    private const string Head =
        """{"id":"c1","object":"chat.completion.chunk","created":1767225600,"model":"gpt-4.1","choices":""";

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string> NotPlain { get; } =
    [
        Head + """[{"index":0,"delta":{"content":"x"},"finish_reason":"stop"}]}""",
        Head + """[{"index":0,"delta":{},"finish_reason":null}]}""",
        Head + """[{"index":0,"delta":{"content":["x"]},"finish_reason":null}]}""",
        Head + """[{"index":0,"delta":{"content":"x","tool_calls":[]},"finish_reason":null}]}""",
        Head + """[{"index":0,"delta":{"content":"x","refusal":"no"},"finish_reason":null}]}""",
        Head
            + """[{"index":0,"delta":{"content":"x","reasoning_content":"y"},"finish_reason":null}]}""",
        Head + """[{"index":0,"delta":{"content":"x"},"logprobs":{},"finish_reason":null}]}""",
        Head + """[{"index":0,"delta":{"content":"x"}},{"index":1,"delta":{"content":"y"}}]}""",
        Head
            + """[{"index":0,"delta":{"content":"x"},"finish_reason":null}],"usage":{"prompt_tokens":1}}""",
        Head
            + """[{"index":0,"delta":{"content":"x"},"finish_reason":null}],"error":{"message":"m"}}""",
        Head + """[{"index":0,"delta":{"content":"x"},"finish_reason":null}],"provider":"Azure"}""",
        Head + """[{"index":0,"delta":{"content":"x"},"finish_reason":null}]""",
        Head + """[{"index":0,"delta":{"content":"x"},"finish_reason":null}]} {}""",
        """{"object":"error","message":"x","choices":[{"delta":{"content":"x"}}]}""",
        "[DONE]",
        "",
    ];

    [Theory]
    [MemberData(nameof(NotPlain))]
    public void Learn_NotATextAlone_IsLeftToTheParser(string data) =>
        TextChunkTemplate.Learn(Encoding.UTF8.GetBytes(data)).ShouldBeNull();

    [Property(MaxTest = 300)]
    public void Read_AnyText_IsWhatTheParserReads(string? first, string? second, bool relaxed)
    {
        foreach (
            var end in new[]
            {
                """},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"aZ09"}""",
                """},"finish_reason":null}]}""",
            }
        )
        {
            var template = TextChunkTemplate.Learn(Chunk(first ?? "", end, relaxed: false));
            var bytes = Chunk(second ?? "", end, relaxed);

            template.ShouldNotBeNull();
            template
                .Read(bytes)
                .ShouldBe(
                    JsonElement
                        .Parse(bytes)
                        .GetProperty("choices")[0]
                        .GetProperty("delta")
                        .GetProperty("content")
                        .GetString()
                );
        }
    }

    [Theory]
    [InlineData("other id", """{"id":"c2",""")]
    [InlineData("cut", null)]
    public void Read_NotAlike_IsLeftToTheParser(string why, string? begin)
    {
        var template = TextChunkTemplate.Learn(Chunk("one", """},"finish_reason":null}]}"""))!;
        var chunk = Chunk("two", """},"finish_reason":null}]}""");
        var other = begin is null
            ? chunk.AsSpan(0, chunk.Length - 12)
            : [.. Encoding.UTF8.GetBytes(begin), .. chunk.AsSpan(begin.Length)];

        template.Read(other).ShouldBeNull(why);
    }

    [Theory]
    [InlineData("a\tb")]
    [InlineData("\\x")]
    [InlineData("\\ud800")]
    [InlineData("\\")]
    [InlineData("a\",\"tool_calls\":[{}],\"x\":\"")]
    public void Read_WhatIsNoTextOfJson_IsLeftToTheParser(string raw)
    {
        var template = TextChunkTemplate.Learn(Chunk("one", """},"finish_reason":null}]}"""))!;
        var data =
            Head
            + """[{"index":0,"delta":{"content":" """.TrimEnd()
            + raw
            + """ "},"finish_reason":null}]}""".TrimStart();

        template.Read(Encoding.UTF8.GetBytes(data)).ShouldBeNull();
        template.Read([.. Chunk("two", """},"finish_reason":null}]}""")]).ShouldBe("two");
    }

    [Fact]
    public void ReadText_ManyChunks_SaysTheSameAsTheParser()
    {
        var quick = new ChatCompletionsStream("deepseek");
        var slow = new ChatCompletionsStream("deepseek");
        var read = 0;
        foreach (
            var delta in new[]
            {
                """{"role":"assistant","content":""}""",
                """{"content":null,"reasoning_content":"Hm"}""",
                """{"content":null,"reasoning_content":"m \"so\" "}""",
                """{"content":"The","reasoning_content":null}""",
                """{"content":" cart \u00fc\n","reasoning_content":null}""",
                """{"content":"","reasoning_content":null}""",
                """{"content":" fails","reasoning_content":null}""",
            }
        )
        {
            var bytes = Encoding.UTF8.GetBytes(
                $$"""{{Head}}[{"index":0,"delta":{{delta}},"finish_reason":null}]}"""
            );
            var expected = slow.Read(JsonElement.Parse(bytes)).Single();
            if (quick.ReadText(bytes) is not { } update)
            {
                continue;
            }

            read++;
            update.Text.ShouldBe(expected.Text);
            update
                .Contents.Select(content => (content.GetType(), content.ToString()))
                .ShouldBe(
                    expected.Contents.Select(content => (content.GetType(), content.ToString()))
                );
            (
                update.ResponseId,
                update.MessageId,
                update.ModelId,
                update.CreatedAt,
                update.Role
            ).ShouldBe(
                (
                    expected.ResponseId,
                    expected.MessageId,
                    expected.ModelId,
                    expected.CreatedAt,
                    expected.Role
                )
            );
            update.AdditionalProperties.ShouldBeNull();
            expected.AdditionalProperties.ShouldBeNull();
            update
                .Contents.OfType<TextReasoningContent>()
                .Select(content => content.AdditionalProperties?.Count)
                .ShouldBe(
                    expected
                        .Contents.OfType<TextReasoningContent>()
                        .Select(content => content.AdditionalProperties?.Count)
                );
        }

        read.ShouldBeGreaterThan(3);
    }

    private static byte[] Chunk(string text, string end, bool relaxed = true) =>
        Encoding.UTF8.GetBytes(
            Head
                + """[{"index":0,"delta":{"content":"""
                + JsonSerializer.Serialize(text, relaxed ? Relaxed : JsonSerializerOptions.Default)
                + end
        );
}
