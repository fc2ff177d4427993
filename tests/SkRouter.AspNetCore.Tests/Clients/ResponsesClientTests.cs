using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI.Responses;
using SkRouter.Pipeline;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Clients;

/// <summary>OpenAI's own client for .NET, on the Responses API.</summary>
public sealed class ResponsesClientTests
{
    [Fact]
    public async Task Ask_Plain_IsAnsweredWithUsage()
    {
        await using var api = await LoopbackApi.StartAsync(ScriptedStep.Answer("one two three"));

        var answer = await Client(api).GetResponseAsync("hello");

        answer.Text.ShouldBe("one two three");
        answer.Usage!.InputTokenCount.ShouldBe(100);
        answer.Usage.OutputTokenCount.ShouldBe(10);
        (await api.RecordAsync()).Role.ShouldBe("writer");
    }

    [Fact]
    public async Task Ask_Tool_RunsOnceAndItsResultReachesTheModel()
    {
        var model = new ScriptedModel(
            ScriptedStep.Call("weather", ("city", "Oslo")),
            ScriptedStep.Answer("cold")
        );
        await using var api = await LoopbackApi.StartAsync(model);
        var runs = 0;
        using var client = Client(api).AsBuilder().UseFunctionInvocation().Build();
        var tool = AIFunctionFactory.Create(
            (string city) =>
            {
                runs++;
                return $"-4 °C in {city}";
            },
            "weather"
        );

        var answer = await client.GetResponseAsync("weather?", new() { Tools = [tool] });

        answer.Text.ShouldBe("cold");
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

    [Fact]
    public async Task Ask_StructuredOutput_ReachesTheModel()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("""{"name":"Oslo"}"""));
        await using var api = await LoopbackApi.StartAsync(model);

        var answer = await Client(api).GetResponseAsync<City>("a city");

        answer.Result.Name.ShouldBe("Oslo");
        model.Options[0]!
            .ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>()
            .Schema.ToString()
            .ShouldNotBeNull()
            .ShouldContain("name");
    }

    [Fact]
    public async Task Ask_UnknownModel_Is404()
    {
        await using var api = await LoopbackApi.StartAsync(ScriptedStep.Answer("fine"));

        var thrown = await Should.ThrowAsync<ClientResultException>(() =>
            Client(api, "nobody").GetResponseAsync("hello")
        );

        thrown.Status.ShouldBe(404);
        thrown.Message.ShouldContain("nobody");
    }

    [Fact]
    public async Task Stream_Whole_EndsWithTheWholeResponse()
    {
        await using var api = await LoopbackApi.StartAsync(ScriptedStep.Answer("one two three"));
        var (text, completed) = ("", 0);

        await foreach (var update in await Native(api).CreateResponseStreamingAsync(Hello()))
        {
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            completed += update is StreamingResponseCompletedUpdate ? 1 : 0;
        }

        (text, completed).ShouldBe(("one two three", 1));
    }

    [Fact]
    public async Task Stream_FailsInTheMiddle_IsAnExceptionAndNeverCompleted()
    {
        await using var api = await LoopbackApi.StartAsync(
            ScriptedStep.Answer("one two three") with
            {
                Fault = new IOException("cut"),
                PiecesBeforeFault = 3,
            }
        );
        var completed = false;

        var thrown = await Record.ExceptionAsync(async () =>
        {
            await foreach (var update in await Native(api).CreateResponseStreamingAsync(Hello()))
            {
                completed |= update is StreamingResponseCompletedUpdate;
            }
        });

        thrown.ShouldNotBeNull();
        completed.ShouldBeFalse();
        (await api.RecordAsync()).Outcome.ShouldBe(RoundTripOutcome.Failed);
    }

    private static CreateResponseOptions Hello() =>
        new()
        {
            Model = "writer",
            InputItems = { ResponseItem.CreateUserMessageItem("hello") },
            StreamingEnabled = true,
        };

    private static IChatClient Client(LoopbackApi api, string model = "writer") =>
        Native(api).AsIChatClient(model);

    private static ResponsesClient Native(LoopbackApi api) =>
        new(
            new ApiKeyCredential("any"),
            new ResponsesClientOptions
            {
                Endpoint = api.Endpoint,
                RetryPolicy = new ClientRetryPolicy(0),
            }
        );

    private sealed record City(string Name);
}
