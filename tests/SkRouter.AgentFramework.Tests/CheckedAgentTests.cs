using SkRouter.Agents;
using SkRouter.TestKit;

namespace SkRouter.AgentFramework.Tests;

public sealed class CheckedAgentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_ResultFailsTheRolesCheck_StartsAgainAndKeepsOnlyTheGoodResult(
        bool streamed
    )
    {
        var large = new ScriptedModel(ScriptedStep.Answer("{}"), ScriptedStep.Answer("[]"));
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.UseAgentFramework();
                router.Role("worker", role => role.Prefer("large", "small").CheckResult("Json"));
                router.Deployment("large", model => model.Price(input: 10, output: 50));
            },
            ("small", new ScriptedChatClient(ScriptedStep.Answer("no json"))),
            ("large", new ScriptedChatClient(large))
        );
        var agent = kernel.Router().CreateAgent("worker");
        var session = await agent.CreateSessionAsync();

        (await AskAsync("first")).ShouldBe("{}");
        (await AskAsync("second")).ShouldBe("[]");

        var records = await kernel.RecordsAsync();
        records.Select(record => record.Model).ShouldBe(["small", "large", "small", "large"]);
        records.ShouldAllBe(record => record.Role == "worker" && record.Agent == "worker");
        large.Conversations[1].Select(message => message.Text).ShouldBe(["first", "{}", "second"]);

        async Task<string> AskAsync(string text) =>
            streamed
                ? string.Concat(
                    await agent
                        .RunStreamingAsync(text, session)
                        .Select(update => update.Text)
                        .ToListAsync()
                )
                : (await agent.RunAsync(text, session)).Text;
    }
}
