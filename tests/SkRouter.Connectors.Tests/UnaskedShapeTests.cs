using Microsoft.Extensions.AI;
using SkRouter.Resilience;

namespace SkRouter.Connectors.Tests;

/// <summary>Providers and the gateways before them do not always answer in the shape that was asked for: an object to a request for a stream, events to one without.</summary>
public sealed class UnaskedShapeTests
{
    private static readonly string[] Providers =
    [
        "openai",
        "openai-responses",
        "anthropic",
        "google",
        "mistral",
    ];

    public static TheoryData<string, string> Answered
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var provider in Providers)
            {
                rows.Add(provider, Answers.Text(provider, "Hi"));
                rows.Add(provider, Answers.ToolCall(provider));
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Answered))]
    public async Task Streaming_AnObject_IsTheSameAsTheStream(string provider, string answer)
    {
        var streamed = await StreamAsync(provider, StreamedAnswers.Of(provider, answer));

        foreach (var start in new[] { "", "\uFEFF", " \r\n\t" })
        {
            Shape(await StreamAsync(provider, start + answer)).ShouldBe(Shape(streamed));
            Shape(await PlainAsync(provider, start + answer)).ShouldBe(Shape(streamed));
        }
    }

    [Theory]
    [MemberData(nameof(Answered))]
    public async Task Plain_Events_AreTheSameAsTheObject(string provider, string answer)
    {
        var events = StreamedAnswers.Of(provider, answer);
        var plain = await PlainAsync(provider, answer);

        foreach (var start in new[] { "", "\uFEFF", ": a comment\n\n", "\n\n", "retry: 10\n" })
        {
            Shape(await PlainAsync(provider, start + events)).ShouldBe(Shape(plain));
        }
    }

    [Fact]
    public async Task Streaming_AnArrayOfEvents_IsTheSameAsTheStream()
    {
        // What streamGenerateContent answers without alt=sse.
        var first =
            """{"candidates":[{"content":{"role":"model","parts":[{"text":"Hel"}]}}],"modelVersion":"m"}""";
        var last =
            """{"candidates":[{"content":{"role":"model","parts":[{"text":"lo"}]},"finishReason":"STOP"}]}""";

        var answer = await StreamAsync("google", $"[{first},\n{last}]");

        (answer.Text, answer.FinishReason).ShouldBe(("Hello", ChatFinishReason.Stop));
    }

    [Theory]
    [InlineData("openai", "object")]
    [InlineData("openai", "events")]
    [InlineData("openai", "array")]
    [InlineData("anthropic", "object")]
    [InlineData("anthropic", "events")]
    [InlineData("google", "array")]
    public async Task Error_InTheOtherShape_IsReadByItsWords(string provider, string shape)
    {
        var error =
            """{"type":"error","error":{"type":"invalid_request_error","code":"content_filter","message":"Your prompt was flagged by our content filter."}}""";
        var body = shape switch
        {
            "events" => $"data: {error}\n\n",
            "array" => $"[{error}]",
            _ => error,
        };

        var thrown = await Should.ThrowAsync<ProviderException>(() =>
            shape is "events" ? PlainAsync(provider, body) : StreamAsync(provider, body)
        );

        ErrorTaxonomy
            .Read(thrown, CancellationToken.None)
            .Kind.ShouldBe(FailureKind.ContentFiltered);
    }

    [Theory]
    [InlineData("{\"choices\":[{\"message\"")]
    [InlineData("[{\"choices\":")]
    public async Task Streaming_ACutObject_IsNoAnswer(string body) =>
        await Should.ThrowAsync<ProviderException>(() => StreamAsync("openai", body));

    private static async Task<ChatResponse> PlainAsync(string provider, string body)
    {
        using var client = Clients.Create(provider, new ScriptedHandler(body));
        return await client.GetResponseAsync("Hi");
    }

    private static async Task<ChatResponse> StreamAsync(string provider, string body)
    {
        using var client = Clients.Create(provider, new ScriptedHandler(body));
        return await client.GetStreamingResponseAsync("Hi").ToChatResponseAsync();
    }

    private static string Shape(ChatResponse answer) =>
        string.Join(
            '\n',
            answer
                .Messages.SelectMany(message => message.Contents)
                .Select(content =>
                    content switch
                    {
                        TextReasoningContent thought => $"thought {thought.Text}",
                        TextContent text => $"text {text.Text}",
                        FunctionCallContent call =>
                            $"call {call.Name} {string.Join(',', call.Arguments!)}",
                        _ => "",
                    }
                )
                .Where(line => line.Length > 0)
                .Append($"end {answer.FinishReason}")
        );
}
