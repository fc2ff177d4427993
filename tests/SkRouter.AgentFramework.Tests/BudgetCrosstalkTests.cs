using FsCheck.Xunit;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Agents;
using SkRouter.Budgets;
using SkRouter.Pipeline;
using SkRouter.TestKit;

namespace SkRouter.AgentFramework.Tests;

/// <summary>Two hundred agents at once, each in a run with money of its own, in roles that have budgets of theirs.</summary>
public sealed class BudgetCrosstalkTests
{
    private const int Agents = 200;
    private const int Roles = 8;

    // A role that has nothing, and runs that have nothing.
    private const int PoorRole = 5;

    private static readonly ChatOptions Short = new() { MaxOutputTokens = 20 };

    [Property(MaxTest = 8)]
    public async Task Agents_AllAtOnceInAnyOrder_EachPaysFromItsOwnRunAndRole(int seed)
    {
        var kernel = Kernel(seed);

        var runs = await Task.WhenAll(
            Shuffled(seed).Select(i => Task.Run(() => WorkAsync(kernel, i)))
        );

        var records = await kernel.RecordsAsync();
        records.Count.ShouldBe(Agents);
        foreach (var (i, spent, refused) in runs)
        {
            var record = records.Where(record => record.Run == Run(i)).ShouldHaveSingleItem();
            (record.Role, record.Agent).ShouldBe((Role(i), Name(i)));
            refused.ShouldBe(IsPoor(i) || i % Roles == PoorRole);
            (record.Outcome == RoundTripOutcome.Failed).ShouldBe(refused);
            spent.ShouldBe(refused ? 0 : record.CostUsd!.Value);
            (spent > 0).ShouldBe(!refused);
        }

        var states = await kernel.Router().Budgets.SnapshotAsync();
        for (var role = 0; role < Roles; role++)
        {
            var state = states.Single(state => state.Budget.Scope.Name == Role(role));
            state.SpentUsd.ShouldBe(
                records
                    .Where(record => record.Role == Role(role))
                    .Sum(record => record.CostUsd ?? 0)
            );
            state.ReservedUsd.ShouldBe(0);
        }
    }

    private static async Task<(int Agent, decimal SpentUsd, bool Refused)> WorkAsync(
        Kernel kernel,
        int i
    )
    {
        var agent = new ChatClientAgent(
            kernel.Router().ForRole(Role(i)),
            new ChatClientAgentOptions { Name = Name(i), ChatOptions = Short }
        );
        using var run = kernel
            .Router()
            .BeginRun(Name(i), budgetUsd: IsPoor(i) ? 0.000001m : 0.001m, id: Run(i));
        try
        {
            await (
                i % 2 == 0
                    ? agent.RunAsync("go")
                    : agent.RunStreamingAsync("go").ToAgentResponseAsync()
            );
            return (i, run.SpentUsd, false);
        }
        catch (BudgetExceededException)
        {
            return (i, run.SpentUsd, true);
        }
    }

    private static Kernel Kernel(int seed) =>
        RouterKit.Kernel(
            router =>
            {
                router.UseAgentFramework();
                for (var i = 0; i < Roles; i++)
                {
                    var usd = i == PoorRole ? 0.000001m : 1;
                    router.Role(
                        Role(i),
                        role => role.Prefer("model").Budget(usd, per: Period.Month)
                    );
                }
            },
            (
                "model",
                new HesitatingClient(
                    new ScriptedChatClient(new ScriptedModel(ScriptedStep.Answer("done"))),
                    seed
                )
            )
        );

    private static int[] Shuffled(int seed)
    {
        var order = Enumerable.Range(0, Agents).ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }

    private static bool IsPoor(int i) => i % 7 == 0;

    private static string Name(int i) => FormattableString.Invariant($"agent-{i}");

    private static string Role(int i) => FormattableString.Invariant($"role-{i % Roles}");

    private static string Run(int i) => FormattableString.Invariant($"run-{i}");
}
