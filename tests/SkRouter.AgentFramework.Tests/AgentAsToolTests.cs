using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Agents;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.AgentFramework.Tests;

/// <summary>An agent that is a tool of another one, and a session that is kept between its turns, over the router as over any chat client.</summary>
public sealed class AgentAsToolTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_AgentIsAToolOfAnother_AnswersOnceAndBelongsToItsRun(bool streamed)
    {
        var kernel = Kernel();
        var clerk = Agent(kernel, "clerk");
        var boss = Agent(kernel, "boss", clerk.AsAIFunction());
        using var scope = RoutingScope.Begin(run: "run-1");

        var answer = streamed
            ? await boss.RunStreamingAsync("go").ToAgentResponseAsync()
            : await boss.RunAsync("go");

        answer.Text.ShouldBe("boss heard: clerk is done");
        var records = await kernel.RecordsAsync();
        records
            .Select(record => record.Role)
            .ShouldBe(["boss", "clerk", "boss"], ignoreOrder: true);
        records.ShouldAllBe(record => record.Run == "run-1");
        records
            .Where(record => record.Role == "clerk")
            .ShouldHaveSingleItem()
            .Agent.ShouldBe("clerk");
    }

    [Fact]
    public async Task Session_SerializedAfterAToolLoop_IsNotLargerForTheRouterAndGoesOn()
    {
        var kernel = Kernel();
        var routed = await SerializedAsync(Agent(kernel, "boss", Tool()));
        var direct = await SerializedAsync(
            new ChatClientAgent(
                new ScriptedChatClient(ScriptedModel.Reading(Answer)),
                new ChatClientAgentOptions
                {
                    Name = "boss",
                    ChatOptions = new() { Instructions = "boss", Tools = [Tool()] },
                }
            )
        );

        routed.Text.Length.ShouldBeLessThan(direct.Text.Length * 3 / 2);
        routed.Second.ShouldBe(direct.Second);
    }

    private static async Task<(string Text, string Second)> SerializedAsync(ChatClientAgent agent)
    {
        var session = await agent.CreateSessionAsync();
        await agent.RunAsync("go", session);
        var json = await agent.SerializeSessionAsync(session);
        var restored = await agent.DeserializeSessionAsync(JsonElement.Parse(json.GetRawText()));
        return (json.GetRawText(), (await agent.RunAsync("how many?", restored)).Text);
    }

    private static AIFunction Tool() =>
        AIFunctionFactory.Create((string query) => "tool is done", "clerk");

    private static ChatClientAgent Agent(Kernel kernel, string name, params AITool[] tools) =>
        new(
            kernel.Router().ForRole(name),
            new ChatClientAgentOptions
            {
                Name = name,
                Description = name,
                ChatOptions = new() { Instructions = name, Tools = tools },
            }
        );

    private static Kernel Kernel() =>
        RouterKit.Kernel(
            router =>
                router
                    .UseAgentFramework()
                    .Role("boss", role => role.Prefer("model"))
                    .Role("clerk", role => role.Prefer("model")),
            ("model", new ScriptedChatClient(ScriptedModel.Reading(Answer)))
        );

    private static ScriptedStep Answer(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var last = messages[^1];
        return last.Text == "how many?"
                ? ScriptedStep.Answer(
                    $"{messages.Count(message => message.Role == ChatRole.Tool)} tools"
                )
            : last.Contents.OfType<Microsoft.Extensions.AI.FunctionResultContent>().LastOrDefault()
                is { } result
                ? ScriptedStep.Answer($"boss heard: {result.Result}")
            : options?.Tools is { Count: > 0 } ? ScriptedStep.Call("clerk", ("query", "do it"))
            : ScriptedStep.Answer("clerk is done");
    }
}
