using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.Agents;
using SkRouter.Budgets;
using SkRouter.Pipeline;
using SkRouter.TestKit;

namespace SkRouter.AgentFramework.Tests.Teams;

/// <summary>What team files allow to be spent. An answer of the scripted model costs 0.0002 USD.</summary>
public sealed class TeamBudgetTests : IDisposable
{
    private const decimal Cost = 0.0002m;

    private readonly Till _till = new();
    private readonly ScriptedModel _model = ScriptedModel.Reading(
        (messages, options) =>
            options?.ToolMode != ChatToolMode.None
                ? Staff.Answer(messages, options)
                : ScriptedStep.Answer("that is all")
    );
    private TeamFolder? _folder;

    public void Dispose() => _folder?.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CreateTeam_BudgetIsUsedUp_RefusesBeforeItIsExceeded(bool streamed)
    {
        var kernel = Kernel(Budget("usd: 0.0415"));
        var team = kernel.Router().CreateTeam("desk");

        var exception = await Should.ThrowAsync<BudgetExceededException>(() => Ask(team, streamed));

        exception.State.Budget.LimitUsd.ShouldBe(0.0415m);
        exception.State.SpentUsd.ShouldBeGreaterThan(0);
        (await SpentAsync(kernel)).ShouldBe(exception.State.SpentUsd);
        _till.Receipts.ShouldBeSubsetOf(["cashier", "clerk", "auditor"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CreateTeam_BudgetSuffices_EachQuestionHasItOfItsOwn(bool streamed)
    {
        var kernel = Kernel(Budget("usd: 0.0435"));
        var team = kernel.Router().CreateTeam("desk");
        var session = await team.CreateSessionAsync();

        for (var i = 0; i < 20; i++)
        {
            await Ask(team, streamed, session);
        }

        (await SpentAsync(kernel)).ShouldBeGreaterThan(0.01m);
        (await kernel.RecordsAsync()).Select(record => record.Run).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task CreateTeam_MemberHasASlice_StopsAtItWhileOthersHaveMoney()
    {
        var kernel = Kernel(Budget("usd: 1, slices: {clerk: 0.0001}"));

        var exception = await Should.ThrowAsync<BudgetExceededException>(() =>
            kernel.Router().CreateTeam("desk").RunAsync("go")
        );

        exception.State.Budget.LimitUsd.ShouldBe(0.0001m);
        _till.Receipts.ShouldBe(["cashier"]);
    }

    [Fact]
    public async Task CreateTeam_BudgetWithinARun_IsSetAsideThereAndPaidThere()
    {
        var kernel = Kernel(Budget("usd: 0.3"));
        var router = kernel.Router();
        using var run = router.BeginRun("day", budgetUsd: 0.4m);
        var team = router.CreateTeam("desk");

        await team.RunAsync("go");

        var records = await kernel.RecordsAsync();
        records.ShouldAllBe(record => record.Run == run.Id);
        run.SpentUsd.ShouldBe(records.Count * Cost);
        run.RemainingUsd.ShouldBe(0.4m - run.SpentUsd);
        using var part = run.BeginRun("elsewhere", budgetUsd: 0.2m);
        await Should.ThrowAsync<BudgetExceededException>(() => team.RunAsync("go"));
    }

    [Fact]
    public async Task CreateTeam_TeamInATeam_TakesItsBudgetFromTheOuterOne()
    {
        var kernel = Kernel(
            "members: [pair, auditor]\nshape: sequential\nlimits: {budget: {usd: 0.1}}",
            "{budget: {usd: 0.2}}"
        );

        var exception = await Should.ThrowAsync<BudgetExceededException>(() =>
            kernel.Router().CreateTeam("desk").RunAsync("go")
        );

        exception.State.Budget.LimitUsd.ShouldBe(0.1m);
        _model.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task CreateTeam_TwoTeamsOfOneRunAtOnce_EachPaysFromItsOwn()
    {
        var kernel = Kernel(
            "members: [pair, other]\nshape: concurrent\nlimits: {budget: {usd: 1}}",
            "{budget: {usd: 0.3}}",
            "kind: team\nname: other\nmembers: [auditor]\nshape: sequential\nlimits: {budget: {usd: 0.00001}}\n"
        );

        var exception = await Should.ThrowAsync<BudgetExceededException>(() =>
            kernel.Router().CreateTeam("desk").RunAsync("go")
        );

        exception.State.Budget.LimitUsd.ShouldBe(0.00001m);
        (await kernel.RecordsAsync())
            .Where(record => record.Agent == "auditor")
            .ShouldAllBe(record => record.Outcome == RoundTripOutcome.Failed);
    }

    [Fact]
    public async Task CreateTeam_LastAnswer_MembersStillAnswerOnceShort()
    {
        var kernel = Kernel(Budget("usd: 0.046, onExhausted: lastAnswer"));

        var response = await kernel.Router().CreateTeam("desk").RunAsync("go");

        response.Messages[^1].Text.ShouldBe("that is all");
        (await kernel.RecordsAsync())
            .SelectMany(record => record.Notes)
            .ShouldContain(note => note.Contains("last answer", StringComparison.Ordinal));
    }

    private static string Budget(string budget) =>
        $"members: [cashier, clerk, auditor]\nshape: sequential\nlimits: {{budget: {{{budget}}}}}";

    private static Task<AgentResponse> Ask(
        AIAgent team,
        bool streamed,
        AgentSession? session = null
    ) =>
        streamed
            ? team.RunStreamingAsync("go", session).ToAgentResponseAsync()
            : team.RunAsync("go", session);

    private static async Task<decimal> SpentAsync(Kernel kernel) =>
        (await kernel.RecordsAsync()).Sum(record => record.CostUsd ?? 0);

    private Kernel Kernel(string team, string pairLimits = "{rounds: 3}", string? other = null)
    {
        _folder = TeamFolder.Of(
            team,
            [
                $"kind: team\nname: pair\nmembers: [cashier, clerk]\nshape: sequential\nlimits: {pairLimits}\n",
                .. other is null ? [] : new[] { other },
            ]
        );
        return RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<AITool>(
                    AIFunctionFactory.Create(_till.Charge, "Charge")
                );
                router.AddAgentRoles(_folder.Path);
            },
            ("primary", new ScriptedChatClient(_model)),
            ("fallback", new ScriptedChatClient(_model))
        );
    }
}
