using System.Globalization;
using FsCheck.Xunit;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Agents;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.AgentFramework.Tests;

/// <summary>Two hundred agents at once in one process, each with a role, a run and a tool of its own.</summary>
public sealed class CrosstalkTests
{
    private const int Agents = 200;
    private const int Roles = 16;

    [Property(MaxTest = 8)]
    public async Task Agents_AllAtOnceInAnyOrder_KeepRoleAgentRunAndAnswerApart(int seed)
    {
        var kernel = Kernel(seed);
        var charges = new int[Agents];

        var texts = await Task.WhenAll(
            Shuffled(seed).Select(i => Task.Run(() => WorkAsync(kernel, i, charges)))
        );

        texts
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                Enumerable
                    .Range(0, Agents)
                    .Select(i => $"{Name(i)} is done")
                    .Order(StringComparer.Ordinal)
            );
        charges.ShouldAllBe(count => count == 1);
        var records = await kernel.RecordsAsync();
        records.Count.ShouldBe(2 * Agents);
        foreach (var agent in records.GroupBy(record => record.Agent))
        {
            var i = int.Parse(agent.Key.AsSpan("agent-".Length), CultureInfo.InvariantCulture);
            agent.ShouldAllBe(record => record.Role == Role(i));
            agent.Count().ShouldBe(2);
            var run = agent.Select(record => record.Run).Distinct().ShouldHaveSingleItem();
            if (HasScope(i))
            {
                run.ShouldBe(Run(i));
            }
        }

        // Those of a scope share a run with nobody else, and so do those whose session is the run.
        records.Select(record => record.Run).Distinct().Count().ShouldBe(Agents);
        records.ShouldAllBe(record => record.Loop == null);
    }

    private static async Task<string> WorkAsync(Kernel kernel, int i, int[] charges)
    {
        var tool = AIFunctionFactory.Create(
            async (string agent) =>
            {
                await Task.Yield();
                agent.ShouldBe(Name(i));
                AIAgent.CurrentRunContext!.Agent.Name.ShouldBe(Name(i));
                Interlocked.Increment(ref charges[i]);
                return $"charged {agent}";
            },
            "Charge"
        );
        var agent = new ChatClientAgent(
            kernel.Router().ForRole(Role(i)),
            new ChatClientAgentOptions
            {
                Name = Name(i),
                ChatOptions = new() { Instructions = Name(i), Tools = [tool] },
            }
        );
        using var scope = HasScope(i) ? RoutingScope.Begin(run: Run(i)) : null;
        var response =
            i % 2 == 0
                ? await agent.RunAsync("go")
                : await agent.RunStreamingAsync("go").ToAgentResponseAsync();
        return response.Text.Trim();
    }

    private static Kernel Kernel(int seed) =>
        RouterKit.Kernel(
            router =>
            {
                router.UseAgentFramework();
                for (var role = 0; role < Roles; role++)
                {
                    router.Role(Role(role), options => options.Prefer("model"));
                }
            },
            (
                "model",
                new HesitatingClient(new ScriptedChatClient(ScriptedModel.Reading(Answer)), seed)
            )
        );

    private static ScriptedStep Answer(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var name = messages[0].Text;
        return messages[^1].Role == ChatRole.Tool
            ? ScriptedStep.Answer($"{name} is done")
            : ScriptedStep.Call("Charge", ("agent", name));
    }

    private static int[] Shuffled(int seed)
    {
        var order = Enumerable.Range(0, Agents).ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }

    private static bool HasScope(int i) => i % 3 == 0;

    private static string Name(int i) => FormattableString.Invariant($"agent-{i}");

    private static string Role(int i) => FormattableString.Invariant($"role-{i % Roles}");

    private static string Run(int i) => FormattableString.Invariant($"run-{i}");
}
