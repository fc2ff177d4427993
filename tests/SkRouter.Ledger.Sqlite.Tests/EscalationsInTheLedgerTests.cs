using Microsoft.Extensions.AI;
using SkRouter.Ledger.Sqlite.Learning;
using SkRouter.Routing;
using SkRouter.TestKit;
using static System.FormattableString;

namespace SkRouter.Ledger.Sqlite.Tests;

public sealed class EscalationsInTheLedgerTests
{
    [Fact]
    public async Task Report_ProcessStartsAgain_KnowsWhatWasLearned()
    {
        using var folder = new LedgerFolder();
        var before = await ChanceAsync(folder, outcomes: 0);

        var learned = await ChanceAsync(folder, outcomes: 15);
        var restarted = await ChanceAsync(folder, outcomes: 0);

        learned.Runs.ShouldBe(15);
        learned.Chance.ShouldBeLessThan(before.Chance);
        restarted.Runs.ShouldBe(15);
        restarted.Chance.ShouldBe(learned.Chance, 1e-4);
    }

    [Fact]
    public void Save_SameRole_Replaces()
    {
        using var folder = new LedgerFolder();
        var store = new SqliteEscalationStore(folder.Path, new());
        store.Save([new("coder", new byte[] { 1, 2 }), new("planner", new byte[] { 3 })]);
        store.Save([new("coder", new byte[] { 4 })]);

        store
            .Load()
            .Select(role => (role.Role, State: role.State.ToArray()))
            .OrderBy(role => role.Role)
            .Select(role => $"{role.Role} {string.Join(' ', role.State)}")
            .ShouldBe(["coder 4", "planner 3"]);
    }

    [Fact]
    public async Task Load_StateIsDamaged_LearnsAnew()
    {
        using var folder = new LedgerFolder();
        new SqliteEscalationStore(folder.Path, new()).Save([new("coder", new byte[] { 1, 2, 3 })]);

        (await ChanceAsync(folder, outcomes: 3)).Runs.ShouldBe(3);
    }

    /// <summary>One process: its runs fail, it is asked, and ends in order.</summary>
    private static async Task<(double Chance, int Runs)> ChanceAsync(
        LedgerFolder folder,
        int outcomes
    )
    {
        var kernel = RouterKit.Kernel(
            router =>
                router
                    .UseSqliteLedger(folder.Path)
                    .Role("coder", role => role.Prefer("weak", "strong").EscalateWithin(0.75)),
            ("weak", new ScriptedChatClient(ScriptedStep.Answer("hi"))),
            ("strong", new ScriptedChatClient(ScriptedStep.Answer("hi")))
        );
        var outcomesOfRuns = kernel.Router().RunOutcomes;
        for (var i = 0; i <= outcomes; i++)
        {
            using var scope = RoutingScope.Begin(run: Invariant($"run {i}"));
            List<ChatMessage> conversation = [new(ChatRole.User, "go")];
            await kernel.Router().GetResponseAsync(conversation);
            conversation.Add(new(ChatRole.Assistant, "hi"));
            conversation.Add(new(ChatRole.User, "go on"));
            await kernel.Router().GetResponseAsync(conversation);
            if (i < outcomes)
            {
                outcomesOfRuns.Report(Invariant($"run {i}"), 0).ShouldBeTrue();
            }
        }

        var assessment = outcomesOfRuns.Assess(Invariant($"run {outcomes}"))!;
        await ((IAsyncDisposable)kernel.Services).DisposeAsync();
        return (assessment.Chance, assessment.LearnedFrom);
    }
}
