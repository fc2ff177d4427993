using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Catalog;
using SkRouter.Ledger.Sqlite.Learning;
using SkRouter.Pipeline;
using SkRouter.TestKit;

namespace SkRouter.Ledger.Sqlite.Tests;

public sealed class AbilitiesInTheLedgerTests
{
    [Fact]
    public async Task ReportOutcome_ProcessStartsAgain_KnowsWhatWasLearned()
    {
        using var folder = new LedgerFolder();
        var before = await AbilityAsync(folder, outcomes: 0);

        var learned = await AbilityAsync(folder, outcomes: 40);
        var restarted = await AbilityAsync(folder, outcomes: 0);

        learned.Outcomes.ShouldBe(40);
        learned.Mean.ShouldBeLessThan(before.Mean);
        restarted.ShouldBe(learned);
    }

    [Fact]
    public void Save_SameModelRoleAndCategory_Replaces()
    {
        using var folder = new LedgerFolder();
        var store = new SqliteAbilityStore(folder.Path, new());
        LearnedAbility[] first =
        [
            new("model", null, null, new(0.5, 0.25, 3)),
            new("model", "coder", Classification.TaskCategory.Code, new(-1.25, 0.1, 7)),
        ];
        store.Save(first);
        store.Save([first[0] with { Estimate = new(0.75, 0.2, 4) }]);

        store
            .Load()
            .ShouldBe(
                [first[0] with { Estimate = new(0.75, 0.2, 4) }, first[1]],
                ignoreOrder: true
            );
    }

    /// <summary>One process: it learns, is asked, and ends in order.</summary>
    private static async Task<AbilityEstimate> AbilityAsync(LedgerFolder folder, int outcomes)
    {
        var kernel = RouterKit.Kernel(
            router =>
                router
                    .UseSqliteLedger(folder.Path)
                    .Role("coder", role => role.Prefer("model", "other"))
                    .Options.Roles["coder"]
                    .Policy = "CheapestAdequate",
            ("model", new ScriptedChatClient(ScriptedStep.Answer("hi"))),
            ("other", new ScriptedChatClient(ScriptedStep.Answer("hi")))
        );
        for (var i = 0; i < outcomes; i++)
        {
            var pinned = new ChatOptions { ModelId = "model" };
            var answer = await kernel.Router().GetResponseAsync("Sort a list.", pinned);
            var record = (DecisionRecord)answer.AdditionalProperties![DecisionRecord.MetadataKey]!;
            kernel.Router().ReportOutcome(record.Id, 0).ShouldBeTrue();
        }

        var ability = kernel.Services.GetRequiredService<Abilities>();
        var deployment = kernel.Router().Deployments.Single(known => known.Key == "model");
        var estimate = ability.Of(deployment);
        await ((ServiceProvider)kernel.Services).DisposeAsync();
        return estimate;
    }
}
