using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.Pipeline;

public sealed class ParallelTests
{
    private const int Calls = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_ManyRoundTripsUnderFaults_NeitherBlocksNorMixesCallers(bool streamed)
    {
        var requests = 0;
        var shaky = new ScriptedModel(
            (messages, _) =>
                (Interlocked.Increment(ref requests) % 4) switch
                {
                    0 => ScriptedStep.Throw(new IOException("cut")),
                    1 => new(),
                    2 => Echo(messages) with { FinishReason = null },
                    _ => Echo(messages),
                }
        );
        var steady = new ScriptedModel((messages, _) => Echo(messages));
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Role(
                    "even",
                    role => role.Prefer("shaky").FallBackTo("steady").CommitOn(CommitOn.Completion)
                );
                router.Role(
                    "odd",
                    role => role.Prefer("client").FallBackTo("steady").CommitOn(CommitOn.Completion)
                );
            },
            ("shaky", new ScriptedChatService(shaky)),
            ("client", new ScriptedChatClient(shaky)),
            ("steady", new ScriptedChatClient(steady))
        );

        var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, Calls)
                    .Select(i => Task.Run(() => AskAsync(kernel, i, streamed)))
            )
            .WaitAsync(Patience);

        answers.ShouldBe(Enumerable.Range(0, Calls).Select(Name));
        var records = await kernel.RecordsAsync();
        records
            .Select(record => (record.Run, record.Agent, record.Role))
            .ShouldBe(
                Enumerable
                    .Range(0, Calls)
                    .Select(i => ("run" + Name(i), "agent" + Name(i), Role(i))),
                ignoreOrder: true
            );
        records.ShouldAllBe(record => record.Outcome == RoundTripOutcome.Answered);
        records.Select(record => record.Id).Distinct().Count().ShouldBe(Calls);
        records.Count(record => record.FellBack).ShouldBeGreaterThan(0);
        kernel.Router().Deployments.ShouldAllBe(deployment => deployment.Health.InFlight == 0);
    }

    private static async Task<string> AskAsync(Kernel kernel, int i, bool streamed)
    {
        using var scope = RoutingScope.Begin(
            role: Role(i),
            agent: "agent" + Name(i),
            run: "run" + Name(i)
        );
        await Task.Yield();
        var router = kernel.Router();
        if (i % 3 == 0)
        {
            IChatClient client = router;
            return streamed
                ? (await client.GetStreamingResponseAsync(Name(i)).ToChatResponseAsync()).Text
                : (await client.GetResponseAsync(Name(i))).Text;
        }

        var history = new ChatHistory();
        history.AddUserMessage(Name(i));
        if (!streamed)
        {
            return (await router.GetChatMessageContentAsync(history, null, kernel)).Content!;
        }

        var text = "";
        await foreach (
            var piece in router.GetStreamingChatMessageContentsAsync(history, null, kernel)
        )
        {
            text += piece.Content;
        }

        return text;
    }

    private static string Role(int i) => i % 2 == 0 ? "even" : "odd";

    private static string Name(int i) => i.ToString(CultureInfo.InvariantCulture);

    private static ScriptedStep Echo(IReadOnlyList<ChatMessage> messages) =>
        ScriptedStep.Answer(messages[^1].Text);
}
