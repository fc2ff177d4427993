using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Clients;

/// <summary>Agents of the Agent Framework over OpenAI's client, in an app that knows nothing of the router.</summary>
public sealed class AgentFrameworkTests
{
    [Theory]
    [InlineData("role:writer", null, "writer")]
    [InlineData("writer", null, "writer")]
    [InlineData("auto", null, "reader")]
    [InlineData("auto", "writer", "writer")]
    [InlineData("reader", "writer", "writer")]
    public async Task Run_RoleByModelOrHeader_IsBookedUnderIt(
        string model,
        string? header,
        string role
    )
    {
        await using var api = await LoopbackApi.StartAsync(ScriptedStep.Answer("fine"));
        (string, string)[] headers = header is null
            ? []
            : [("x-skrouter-role", header), ("x-skrouter-agent", "ann")];
        var agent = Agent(api, model, headers: headers);

        (await agent.RunAsync("hello")).Text.ShouldBe("fine");

        var record = await api.RecordAsync();
        record.Role.ShouldBe(role);
        record.Agent.ShouldBe(header is null ? role : "ann");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_Tool_RunsOnceAndItsResultReachesTheModel(bool streamed)
    {
        var model = new ScriptedModel(
            ScriptedStep.Call("weather", ("city", "Oslo")),
            ScriptedStep.Answer("cold")
        );
        await using var api = await LoopbackApi.StartAsync(model);
        var runs = 0;
        var agent = Agent(
            api,
            "writer",
            tool: AIFunctionFactory.Create(
                (string city) =>
                {
                    runs++;
                    return $"-4 °C in {city}";
                },
                "weather"
            )
        );

        (await RunAsync(agent, "weather?", streamed)).ShouldBe("cold");

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
    public async Task Run_SeveralTurns_TheModelSeesThemAll(bool streamed)
    {
        var model = new ScriptedModel(
            ScriptedStep.Answer("one"),
            ScriptedStep.Answer("two"),
            ScriptedStep.Answer("three")
        );
        await using var api = await LoopbackApi.StartAsync(model);
        var agent = Agent(api, "writer");
        var session = await agent.CreateSessionAsync();

        foreach (var turn in (string[])["a", "b", "c"])
        {
            await RunAsync(agent, turn, streamed, session);
        }

        model
            .Conversations[2]
            .Select(message => $"{message.Role}: {message.Text}")
            .ShouldBe([
                "system: Be brief.",
                "user: a",
                "assistant: one",
                "user: b",
                "assistant: two",
                "user: c",
            ]);
    }

    [Fact]
    public async Task RunStreaming_FailsInTheMiddle_IsAnException()
    {
        await using var api = await LoopbackApi.StartAsync(
            ScriptedStep.Answer("one two three") with
            {
                Fault = new IOException("cut"),
                PiecesBeforeFault = 3,
            }
        );

        var thrown = await Record.ExceptionAsync(() =>
            RunAsync(Agent(api, "writer"), "hello", streamed: true)
        );

        thrown.ShouldNotBeNull();
    }

    private static ChatClientAgent Agent(
        LoopbackApi api,
        string model,
        AITool? tool = null,
        params (string, string)[] headers
    ) =>
        new(
            api.OpenAI(headers: headers).GetChatClient(model).AsIChatClient(),
            new ChatClientAgentOptions
            {
                Name = "ann",
                ChatOptions = new()
                {
                    Instructions = "Be brief.",
                    Tools = tool is null ? null : [tool],
                },
            }
        );

    private static async Task<string> RunAsync(
        ChatClientAgent agent,
        string text,
        bool streamed,
        AgentSession? session = null
    )
    {
        if (!streamed)
        {
            return (await agent.RunAsync(text, session)).Text;
        }

        var answer = "";
        await foreach (var update in agent.RunStreamingAsync(text, session))
        {
            answer += update.Text;
        }

        return answer;
    }
}
