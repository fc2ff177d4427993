using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Budgets;
using SkRouter.DependencyInjection;
using SkRouter.TestKit;

namespace SkRouter.Tests.Budgets;

public sealed class DegradeTests
{
    // The dear one asks ten times as much as the cheap one: with 100 tokens of output an attempt costs at worst 0.0122 and 0.00122.
    private static readonly ChatOptions Hundred = new() { MaxOutputTokens = 100 };

    [Fact]
    public async Task Answer_DearCandidateDoesNotFit_GoesToTheCheaperOneThatDoes()
    {
        var kernel = Kernel(
            router => router.Role("coder", role => role.Prefer("dear", "cheap")),
            0.01m
        );

        var record = await RouterBudgetTests.AskAsync(kernel, Hundred);

        record.Deployment.ShouldBe("cheap");
        record.Route!.Exclusions.ShouldContain(exclusion =>
            exclusion.Deployment == "dear"
            && exclusion.Reason.Contains("is short", StringComparison.Ordinal)
        );
        record.Notes.ShouldContain(note =>
            note.EndsWith("1 of 2 candidates left", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Answer_NoCandidateFits_IsRefused()
    {
        var kernel = Kernel(
            router => router.Role("coder", role => role.Prefer("dear", "cheap")),
            0.001m
        );

        await Should.ThrowAsync<BudgetExceededException>(() =>
            RouterBudgetTests.AskAsync(kernel, Hundred)
        );
    }

    [Theory]
    [InlineData(0.79, "dear", "dear", "dear")]
    [InlineData(0.81, "cheap", "dear", "dear")]
    [InlineData(0.91, "cheap", "cheap", "dear")]
    public async Task Answer_SharedBudgetIsShort_LesserRolesMakeDoWithLessFirst(
        double used,
        string scribe,
        string coder,
        string chief
    )
    {
        var kernel = Kernel(
            router =>
                router
                    .Role("scribe", role => role.Prefer("dear", "cheap").Priority(-1))
                    .Role("coder", role => role.Prefer("dear", "cheap"))
                    .Role("chief", role => role.Prefer("dear", "cheap").Priority(5)),
            1
        );
        var budgets = kernel.Router().Budgets;
        await SpendAsync(budgets, (decimal)used);

        var answers = new List<string?>();
        foreach (var role in (string[])["scribe", "coder", "chief"])
        {
            answers.Add((await RouterBudgetTests.AskAsync(kernel, Hundred, role)).Deployment);
        }

        answers.ShouldBe([scribe, coder, chief]);
    }

    private static async Task SpendAsync(RouterBudgets budgets, decimal usd)
    {
        var now = TimeProvider.System.GetUtcNow();
        var budget = (await budgets.SnapshotAsync())[0].Budget;
        var reservation = new BudgetReservation("before", [new(budget, 0, usd)], now, now);
        await budgets.Store.ReserveAsync(reservation);
        await budgets.Store.SettleAsync(reservation, [usd]);
    }

    private static Kernel Kernel(Action<RouterBuilder> roles, decimal usd) =>
        RouterKit.Kernel(
            router =>
            {
                router.Deployment("dear", dear => dear.Price(input: 10, output: 100));
                router.Budget("all", own => (own.Usd, own.Action) = (usd, BudgetAction.Degrade));
                roles(router);
            },
            ("dear", new ScriptedChatClient(ScriptedStep.Answer("yes"))),
            ("cheap", new ScriptedChatClient(ScriptedStep.Answer("yes")))
        );
}
