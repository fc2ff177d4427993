using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;
using SkRouter.Pipeline;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Clients;

/// <summary>Anthropic's own client for .NET.</summary>
public sealed class AnthropicClientTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_Plain_IsAnsweredWithUsage(bool streamed)
    {
        await using var api = await LoopbackApi.StartAsync(ScriptedStep.Answer("one two three"));
        using var client = Chat(api);

        var answer = await AskAsync(client, streamed);

        answer.Text.ShouldBe("one two three");
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        answer.Usage!.InputTokenCount.ShouldBe(100);
        answer.Usage.OutputTokenCount.ShouldBe(10);
        (await api.RecordAsync()).Role.ShouldBe("writer");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_Tool_RunsOnceAndItsResultReachesTheModel(bool streamed)
    {
        var model = new ScriptedModel(
            ScriptedStep.Call("weather", ("city", "Oslo")),
            ScriptedStep.Answer("cold")
        );
        await using var api = await LoopbackApi.StartAsync(model);
        var runs = 0;
        using var client = Chat(api).AsBuilder().UseFunctionInvocation().Build();
        var tool = AIFunctionFactory.Create(
            (string city) =>
            {
                runs++;
                return $"-4 °C in {city}";
            },
            "weather"
        );

        (await AskAsync(client, streamed, new() { Tools = [tool] })).Text.ShouldBe("cold");

        runs.ShouldBe(1);
        model
            .Conversations[1]
            .SelectMany(message => message.Contents)
            .OfType<FunctionResultContent>()
            .Single()
            .Result!.ToString()
            .ShouldNotBeNull()
            .ShouldContain("-4 °C in Oslo");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_UnknownModel_IsTheClientsNotFound(bool streamed)
    {
        await using var api = await LoopbackApi.StartAsync(ScriptedStep.Answer("fine"));
        using var client = Chat(api, "nobody");

        var thrown = await Should.ThrowAsync<AnthropicNotFoundException>(() =>
            AskAsync(client, streamed)
        );

        thrown.Message.ShouldContain("nobody");
    }

    [Fact]
    public async Task Ask_WrongKey_IsTheClientsUnauthorized()
    {
        await using var api = await LoopbackApi.StartAsync(
            new ScriptedModel(ScriptedStep.Answer("fine")),
            requireKey: true
        );
        using var wrong = Chat(api);
        using var right = Chat(api, key: api.AddKey().Secret);

        await Should.ThrowAsync<AnthropicUnauthorizedException>(() =>
            AskAsync(wrong, streamed: false)
        );

        (await AskAsync(right, streamed: false)).Text.ShouldBe("fine");
    }

    [Fact]
    public async Task CountTokens_LongerText_IsMore()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("fine"));
        await using var api = await LoopbackApi.StartAsync(model);
        using var client = Client(api);

        var brief = await CountAsync(client, "hello");
        var lengthy = await CountAsync(client, string.Concat(Enumerable.Repeat("hello ", 100)));

        brief.ShouldBeInRange(1, 20);
        lengthy.ShouldBeGreaterThan(brief + 50);
        model.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Stream_FailsInTheMiddle_IsAnException()
    {
        await using var api = await LoopbackApi.StartAsync(
            ScriptedStep.Answer("one two three") with
            {
                Fault = new IOException("cut"),
                PiecesBeforeFault = 3,
            }
        );
        using var client = Chat(api);

        (await Record.ExceptionAsync(() => AskAsync(client, streamed: true))).ShouldNotBeNull();

        (await api.RecordAsync()).Outcome.ShouldBe(RoundTripOutcome.Failed);
    }

    private static async Task<long> CountAsync(AnthropicClient client, string text) =>
        (
            await client.Messages.CountTokens(
                new() { Model = "writer", Messages = [new UserMessageParam { Content = text }] }
            )
        ).InputTokens;

    private static AnthropicClient Client(LoopbackApi api, string key = "any") =>
        new()
        {
            ApiKey = key,
            BaseUrl = api.Address.ToString(),
            HttpClient = api.Http(),
            MaxRetries = 0,
        };

    private static IChatClient Chat(LoopbackApi api, string model = "writer", string key = "any") =>
        Client(api, key).AsIChatClient(model, 100);

    private static Task<ChatResponse> AskAsync(
        IChatClient client,
        bool streamed,
        ChatOptions? options = null
    ) =>
        streamed
            ? client.GetStreamingResponseAsync("hello", options).ToChatResponseAsync()
            : client.GetResponseAsync("hello", options);
}
