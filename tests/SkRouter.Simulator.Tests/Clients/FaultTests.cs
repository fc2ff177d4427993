using System.ClientModel;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Tests.Clients;

/// <summary>Every fault as the clients see it that apps use.</summary>
public sealed class FaultTests
{
    private const string Sentence = "one two three four five six";

    [Theory]
    [InlineData(FaultKind.ContextTooLong, 400, "context_length_exceeded")]
    [InlineData(FaultKind.ContentFilter, 400, "content_filter")]
    [InlineData(FaultKind.ModelNotFound, 404, "model_not_found")]
    public async Task ErrorBody_BothFaces_CarryStatusAndCode(
        FaultKind kind,
        int status,
        string code
    )
    {
        await using var simulator = await StartAsync(new(kind));
        using var client = Kernels.ChatClient(simulator);

        var plain = await Should.ThrowAsync<HttpOperationException>(() => PlainAsync(simulator));
        var streamed = await Should.ThrowAsync<ClientResultException>(() => StreamAsync(simulator));
        var chatClient = await Should.ThrowAsync<ClientResultException>(() =>
            client.GetResponseAsync("x")
        );

        ((int?)plain.StatusCode).ShouldBe(status);
        plain.ResponseContent!.ShouldContain(code);
        streamed.Status.ShouldBe(status);
        chatClient.Status.ShouldBe(status);
        chatClient.Message.ShouldContain(code);
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Refuse)]
    public async Task NoResponse_ChatClient_IsStatusZeroAroundHttpRequestException(FaultKind kind)
    {
        await using var simulator = await StartAsync(new(kind));
        using var client = Kernels.ChatClient(simulator);

        var plain = await Should.ThrowAsync<ClientResultException>(() =>
            client.GetResponseAsync("x")
        );
        var streamed = await Should.ThrowAsync<ClientResultException>(() => StreamAsync(simulator));

        plain.Status.ShouldBe(0);
        plain.InnerException.ShouldBeOfType<HttpRequestException>();
        streamed.Status.ShouldBe(0);
    }

    [Fact]
    public async Task RefusedEndpoint_Request_IsConnectionRefused()
    {
        using var refused = new RefusedEndpoint();
        using var http = new HttpClient();

        var error = await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(refused.Uri));

        error.HttpRequestError.ShouldBe(HttpRequestError.ConnectionError);
    }

    [Fact]
    public async Task Cut_Plain_BreaksInTheBody()
    {
        await using var simulator = await StartAsync(Fault.CutAfter(0.5));

        await Should.ThrowAsync<IOException>(() => PlainAsync(simulator));

        simulator
            .Model("gpt")
            .Requests.Single()
            .ShouldSatisfyAllConditions(
                request => request.Outcome.ShouldBe(RequestOutcome.CutOff),
                request => request.UsageSent.ShouldBeNull(),
                request => request.Usage.ShouldNotBeNull()
            );
    }

    [Fact]
    public async Task CleanEnd_Streamed_EndsWithoutFinishReasonOrUsage()
    {
        await using var simulator = await StartAsync(new(FaultKind.CleanEnd) { Share = 0.5 });
        using var client = Kernels.ChatClient(simulator);

        var updates = await client.GetStreamingResponseAsync("x").ToListAsync();

        string.Concat(updates.Select(update => update.Text)).ShouldBe("one two three");
        updates.ShouldAllBe(update => update.FinishReason == null);
        simulator.UsageSent.ShouldBe(default);
    }

    [Fact]
    public async Task MalformedEvent_RawStream_HasOneBadEventAndAllOfTheAnswer()
    {
        await using var simulator = await StartAsync(new(FaultKind.MalformedEvent) { Share = 0.5 });

        var events = Events(await simulator.PostAsync(Kernels.Body(stream: true)));

        events.Count(data => data != "[DONE]" && !IsJson(data)).ShouldBe(1);
        events[^1].ShouldBe("[DONE]");
        Text(events.Where(IsJson)).ShouldBe(Sentence);
    }

    [Fact]
    public async Task MissingDone_ChatClient_StillHasTextFinishReasonAndUsage()
    {
        await using var simulator = await StartAsync(new(FaultKind.MissingDone));
        using var client = Kernels.ChatClient(simulator);

        var answer = await client.GetStreamingResponseAsync("x").ToChatResponseAsync();
        var raw = await simulator.PostAsync(Kernels.Body(stream: true));

        answer.Text.ShouldBe(Sentence);
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        answer.Usage!.OutputTokenCount.ShouldBe(simulator.UsageSent.CompletionTokens);
        raw.ShouldNotContain("[DONE]");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EmptyAnswer_EitherWay_IsASuccessWithoutContent(bool streamed)
    {
        await using var simulator = await StartAsync(new(FaultKind.EmptyAnswer));
        using var client = Kernels.ChatClient(simulator);

        var answer = await AskAsync(client, streamed);

        answer.Text.ShouldBeEmpty();
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ContentFilterFinish_EitherWay_BreaksOffWithThatReason(bool streamed)
    {
        await using var simulator = await StartAsync(
            new(FaultKind.ContentFilterFinish) { Share = 0.5 }
        );
        using var client = Kernels.ChatClient(simulator);

        var answer = await AskAsync(client, streamed);

        answer.Text.ShouldBe("one two three");
        answer.FinishReason.ShouldBe(ChatFinishReason.ContentFilter);
    }

    [Fact]
    public async Task RejectAssistantPrefix_OnlyRequestsThatEndWithTheAssistant()
    {
        await using var simulator = await StartAsync(new(FaultKind.RejectAssistantPrefix));
        using var client = Kernels.ChatClient(simulator);
        ChatMessage[] prefixed = [new(ChatRole.User, "x"), new(ChatRole.Assistant, "one")];

        var error = await Should.ThrowAsync<ClientResultException>(() =>
            client.GetResponseAsync(prefixed)
        );

        error.Status.ShouldBe(400);
        (await client.GetResponseAsync("x")).Text.ShouldBe(Sentence);
    }

    [Fact]
    public async Task BadToolArguments_Call_IsCutOffJson()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "gpt",
                m =>
                    m.Answer(Answer.Call("go", """{"where":"north"}"""))
                        .Fault("*", new(FaultKind.BadToolArguments))
            )
        );

        await simulator.PostAsync(Kernels.Body());

        IsJson(simulator.Model("gpt").Requests[0].ToolCalls.Single().Arguments).ShouldBeFalse();
    }

    private static Task<SimulatorServer> StartAsync(Fault fault, TimeProvider? time = null) =>
        SimulatorServer.StartAsync(
            s => s.Model("gpt", m => m.Say(Sentence).Fault("*", fault)),
            new() { TimeProvider = time ?? TimeProvider.System }
        );

    private static Task<ChatMessageContent> PlainAsync(SimulatorServer simulator) =>
        Kernels
            .Kernel(simulator)
            .GetRequiredService<IChatCompletionService>()
            .GetChatMessageContentAsync("x");

    private static async Task StreamAsync(SimulatorServer simulator)
    {
        var chat = Kernels.Kernel(simulator).GetRequiredService<IChatCompletionService>();
        await foreach (var _ in chat.GetStreamingChatMessageContentsAsync("x"))
        {
            // Only the end matters.
        }
    }

    private static Task<ChatResponse> AskAsync(
        IChatClient client,
        bool streamed,
        CancellationToken cancellationToken = default
    ) =>
        streamed
            ? client
                .GetStreamingResponseAsync("x", cancellationToken: cancellationToken)
                .ToChatResponseAsync(cancellationToken)
            : client.GetResponseAsync("x", cancellationToken: cancellationToken);

    private static List<string> Events(string body) =>
        [
            .. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line["data: ".Length..]),
        ];

    private static string Text(IEnumerable<string> events)
    {
        var text = new StringBuilder();
        foreach (var data in events)
        {
            using var json = System.Text.Json.JsonDocument.Parse(data);
            foreach (var choice in json.RootElement.GetProperty("choices").EnumerateArray())
            {
                if (choice.GetProperty("delta").TryGetProperty("content", out var content))
                {
                    text.Append(content.GetString());
                }
            }
        }

        return text.ToString();
    }

    private static bool IsJson([StringSyntax(StringSyntaxAttribute.Json)] string text)
    {
        try
        {
            using var json = System.Text.Json.JsonDocument.Parse(text);
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
