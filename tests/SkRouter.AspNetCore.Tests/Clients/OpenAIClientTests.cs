using System.ClientModel;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using SkRouter.Access;
using SkRouter.Pipeline;
using SkRouter.TestKit;
using ChatFinishReason = OpenAI.Chat.ChatFinishReason;
using ChatMessage = OpenAI.Chat.ChatMessage;
using ChatResponseFormat = OpenAI.Chat.ChatResponseFormat;

namespace SkRouter.AspNetCore.Tests.Clients;

/// <summary>OpenAI's own client for .NET.</summary>
public sealed class OpenAIClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(
        "weather",
        "The weather of a city.",
        BinaryData.FromString(
            """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""
        )
    );

    private static readonly ScriptedStep Silent = ScriptedStep.Answer("one two three") with
    {
        Silent = true,
        PiecesBeforeFault = 2,
    };

    [Theory]
    [InlineData("writer")]
    [InlineData("role:writer")]
    public async Task Complete_ByRole_IsAnsweredWithUsageAndBookedUnderIt(string model)
    {
        await using var api = await LoopbackApi.StartAsync(ScriptedStep.Answer("fine"));

        var answer = (await api.OpenAI().GetChatClient(model).CompleteChatAsync("hello")).Value;

        answer.Content[0].Text.ShouldBe("fine");
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        answer.Model.ShouldBe("m");
        answer.Usage.InputTokenCount.ShouldBe(100);
        answer.Usage.OutputTokenCount.ShouldBe(10);
        (await api.RecordAsync()).Role.ShouldBe("writer");
    }

    [Fact]
    public async Task Complete_HeadersSayWhoAsks_AreOnTheBooks()
    {
        await using var api = await LoopbackApi.StartAsync(ScriptedStep.Answer("fine"));
        var client = api.OpenAI(
            headers:
            [
                ("x-skrouter-role", "writer"),
                ("x-skrouter-agent", "ann"),
                ("x-skrouter-run", "ticket-17"),
            ]
        );

        await client.GetChatClient("auto").CompleteChatAsync("hello");

        var record = await api.RecordAsync();
        (record.Role, record.Agent, record.Run).ShouldBe(("writer", "ann", "ticket-17"));
    }

    [Fact]
    public async Task Stream_Whole_AddsUpAndEndsWithUsage()
    {
        await using var api = await LoopbackApi.StartAsync(ScriptedStep.Answer("one two three"));
        var text = new StringBuilder();
        ChatTokenUsage? usage = null;
        ChatFinishReason? finish = null;

        await foreach (
            var update in api.OpenAI().GetChatClient("writer").CompleteChatStreamingAsync("hello")
        )
        {
            text.AppendJoin("", update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
            finish = update.FinishReason ?? finish;
        }

        text.ToString().ShouldBe("one two three");
        finish.ShouldBe(ChatFinishReason.Stop);
        usage.ShouldNotBeNull().TotalTokenCount.ShouldBe(110);
    }

    [Fact]
    public async Task Complete_Tool_IsCalledAndItsResultReachesTheModel()
    {
        var model = new ScriptedModel(
            ScriptedStep.Call("weather", ("city", "Oslo")),
            ScriptedStep.Answer("cold")
        );
        await using var api = await LoopbackApi.StartAsync(model);
        var client = api.OpenAI().GetChatClient("writer");
        var options = new ChatCompletionOptions { Tools = { Weather } };
        List<ChatMessage> history = [new UserChatMessage("weather in Oslo?")];

        ChatCompletion first = await client.CompleteChatAsync(history, options);
        first.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        var call = first.ToolCalls.ShouldHaveSingleItem();
        call.FunctionArguments.ToString().ShouldBe("""{"city":"Oslo"}""");
        history.Add(new AssistantChatMessage(first));
        history.Add(new ToolChatMessage(call.Id, "-4 °C"));
        ChatCompletion last = await client.CompleteChatAsync(history, options);

        last.Content[0].Text.ShouldBe("cold");
        ShouldHaveSeenTheResult(model);
    }

    [Fact]
    public async Task Stream_Tool_IsCalledAndItsResultReachesTheModel()
    {
        var model = new ScriptedModel(
            ScriptedStep.Call("weather", ("city", "Oslo")),
            ScriptedStep.Answer("cold")
        );
        await using var api = await LoopbackApi.StartAsync(model);
        var client = api.OpenAI().GetChatClient("writer");
        var options = new ChatCompletionOptions { Tools = { Weather } };
        var (id, name, arguments) = ("", "", "");
        await foreach (
            var update in client.CompleteChatStreamingAsync(
                [new UserChatMessage("weather in Oslo?")],
                options
            )
        )
        {
            foreach (var piece in update.ToolCallUpdates)
            {
                piece.Index.ShouldBe(0);
                id += piece.ToolCallId;
                name += piece.FunctionName;
                arguments += piece.FunctionArgumentsUpdate;
            }
        }

        arguments.ShouldBe("""{"city":"Oslo"}""");
        ChatCompletion last = await client.CompleteChatAsync(
            [
                new UserChatMessage("weather in Oslo?"),
                new AssistantChatMessage([
                    ChatToolCall.CreateFunctionToolCall(id, name, BinaryData.FromString(arguments)),
                ]),
                new ToolChatMessage(id, "-4 °C"),
            ],
            options
        );

        last.Content[0].Text.ShouldBe("cold");
        ShouldHaveSeenTheResult(model);
    }

    [Fact]
    public async Task Complete_JsonSchema_ReachesTheModel()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("""{"name":"Oslo"}"""));
        await using var api = await LoopbackApi.StartAsync(model);

        ChatCompletion answer = await api.OpenAI()
            .GetChatClient("writer")
            .CompleteChatAsync(
                [new UserChatMessage("a city")],
                new()
                {
                    ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(
                        "city",
                        BinaryData.FromString(
                            """{"type":"object","properties":{"name":{"type":"string"}}}"""
                        ),
                        jsonSchemaIsStrict: true
                    ),
                }
            );

        answer.Content[0].Text.ShouldBe("""{"name":"Oslo"}""");
        var format = model.Options[0]!.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>();
        format.SchemaName.ShouldBe("city");
        format.Schema.ToString().ShouldNotBeNull().ShouldContain("name");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Complete_UnknownModel_Is404(bool streamed)
    {
        await using var api = await LoopbackApi.StartAsync(ScriptedStep.Answer("fine"));

        var thrown = await ThrownAsync(api.OpenAI().GetChatClient("nobody"), streamed);

        thrown.Status.ShouldBe(404);
        thrown.Message.ShouldContain("nobody");
        thrown.Message.ShouldContain("model_not_found");
    }

    [Fact]
    public async Task Complete_WrongKey_Is401AndARightOneIsLetIn()
    {
        await using var api = await LoopbackApi.StartAsync(
            new ScriptedModel(ScriptedStep.Answer("fine")),
            requireKey: true
        );
        var (key, secret) = api.AddKey();

        var thrown = await ThrownAsync(
            api.OpenAI("skr-wrong").GetChatClient("writer"),
            streamed: false
        );
        ChatCompletion answer = await api.OpenAI(secret)
            .GetChatClient("writer")
            .CompleteChatAsync("hello");

        thrown.Status.ShouldBe(401);
        answer.Content[0].Text.ShouldBe("fine");
        (await api.RecordAsync()).Tags[ApiKey.Tag].ShouldBe(key);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Complete_KeyIsAtItsLimit_Is429WithRetryAfter(bool streamed)
    {
        await using var api = await LoopbackApi.StartAsync(ScriptedStep.Answer("fine"));
        var client = api.OpenAI(api.AddKey(requestsPerMinute: 1).Secret).GetChatClient("writer");
        await client.CompleteChatAsync("hello");

        var thrown = await ThrownAsync(client, streamed);

        thrown.Status.ShouldBe(429);
        thrown.GetRawResponse()!.Headers.TryGetValue("retry-after", out var wait).ShouldBeTrue();
        int.Parse(wait!, CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);
    }

    [Fact]
    public async Task Stream_ClientCancels_StopsTheModelAndIsSettled()
    {
        using var model = new StoppedChatClient(new ScriptedChatClient(Silent));
        await using var api = await LoopbackApi.StartAsync(model);
        using var leaving = new CancellationTokenSource();

        var reading = Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (
                var _ in api.OpenAI()
                    .GetChatClient("writer")
                    .CompleteChatStreamingAsync(
                        [new UserChatMessage("hello")],
                        cancellationToken: leaving.Token
                    )
            )
            {
                await leaving.CancelAsync();
            }
        });

        await reading.WaitAsync(Patience);
        (await model.Stopped.WaitAsync(Patience)).ShouldBeTrue();
        (await api.RecordAsync()).Outcome.ShouldBe(RoundTripOutcome.Cancelled);
    }

    [Fact]
    public async Task Stream_FailsInTheMiddle_IsAnExceptionAfterItsPieces()
    {
        await using var api = await LoopbackApi.StartAsync(
            ScriptedStep.Answer("one two three") with
            {
                Fault = new IOException("cut"),
                PiecesBeforeFault = 3,
            }
        );
        var text = "";

        var thrown = await Record.ExceptionAsync(async () =>
        {
            await foreach (
                var update in api.OpenAI()
                    .GetChatClient("writer")
                    .CompleteChatStreamingAsync("hello")
            )
            {
                text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            }
        });

        thrown.ShouldNotBeNull();
        text.ShouldBe("one two");
    }

    private static void ShouldHaveSeenTheResult(ScriptedModel model)
    {
        model.Options[0]!.Tools!.ShouldHaveSingleItem().Name.ShouldBe("weather");
        var contents = model.Conversations[^1].SelectMany(message => message.Contents).ToList();
        contents.OfType<FunctionCallContent>().Single().CallId.ShouldBe("call_weather");
        var result = contents.OfType<FunctionResultContent>().Single();
        result.CallId.ShouldBe("call_weather");
        result.Result!.ToString().ShouldBe("-4 °C");
    }

    private static async Task<ClientResultException> ThrownAsync(
        ChatClient client,
        bool streamed
    ) =>
        await Should.ThrowAsync<ClientResultException>(async () =>
        {
            if (!streamed)
            {
                await client.CompleteChatAsync("hello");
                return;
            }

            await foreach (var _ in client.CompleteChatStreamingAsync("hello")) { }
        });
}
