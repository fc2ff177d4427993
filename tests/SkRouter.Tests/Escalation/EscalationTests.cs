using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Escalation;

public sealed class EscalationTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task RoundTrip_ErrorsForetoldFailure_GoesOnWithTheStrongerModelAndSaysWhy(
        bool streamed,
        bool asKernel
    )
    {
        var kit = new EscalationKit();
        await kit.LearnAsync(60, streamed, asKernel);

        var failing = await kit.RunAsync(fails: true, streamed, asKernel);
        var fine = await kit.RunAsync(fails: false, streamed, asKernel);

        failing[0].Deployment.ShouldBe("weak");
        failing[^1].Deployment.ShouldBe("strong");
        var why = failing
            .SelectMany(record => record.Notes)
            .Single(note => note.StartsWith("goes on with", StringComparison.Ordinal));
        why.ShouldContain("chance of success 0.");
        why.ShouldContain("learned from 60 runs");
        failing[^1].Route!.Candidates[0].Reason.ShouldStartWith("escalated");
        fine.ShouldAllBe(record => record.Deployment == "weak");
        fine[1].Notes.ShouldContain(note => note.StartsWith("stays:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RoundTrip_NowAndThen_LeavesAnEscalationOutToLearn()
    {
        var kit = new EscalationKit();
        await kit.LearnAsync(150);

        var notes = (await kit.Kernel.RecordsAsync()).SelectMany(record => record.Notes).ToList();
        var leftOut = notes.Count(note =>
            note.StartsWith("stays although", StringComparison.Ordinal)
        );
        var done = notes.Count(note => note.StartsWith("goes on", StringComparison.Ordinal));
        leftOut.ShouldBeInRange(1, 12);
        done.ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task RoundTrip_NothingLearned_NeverEscalates()
    {
        var kit = new EscalationKit();

        for (var i = 0; i < 11; i++)
        {
            var run = await kit.RunAsync(fails: i % 2 == 0);
            run.ShouldAllBe(record => record.Deployment == "weak");
            run.SelectMany(record => record.Notes).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task RoundTrip_RoleDoesNotLearn_HasNothingToReport()
    {
        var kit = new EscalationKit(router =>
            router.Role("worker", role => role.Options.EscalateWithin = null)
        );

        await kit.RunAsync(fails: true, report: false);

        kit.Router.RunOutcomes.Report("run 1", 0).ShouldBeFalse();
        kit.Router.RunOutcomes.ReportCheck("run 1", 0).ShouldBeFalse();
        kit.Router.RunOutcomes.Assess("run 1").ShouldBeNull();
    }

    [Fact]
    public async Task RoundTrip_NoRunIsNamed_IsARunOfItsOwn()
    {
        var kit = new EscalationKit();
        await kit.LearnAsync(60);

        await kit.Router.GetResponseAsync([
            new(Microsoft.Extensions.AI.ChatRole.User, "How many orders are late?"),
        ]);

        (await kit.Kernel.RecordsAsync())[^1].Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReportOutcome_OfARoundTrip_TeachesOfItsRun()
    {
        var kit = new EscalationKit();
        for (var i = 0; i < 60; i++)
        {
            var fails = i % 3 == 0;
            var records = await kit.RunAsync(fails, report: false);
            var succeeds = !fails || records[^1].Deployment == "strong";
            kit.Router.ReportOutcome(records[^1].Id, succeeds ? 1 : 0).ShouldBeTrue();
        }

        var failing = await kit.RunAsync(fails: true);

        failing[^1].Deployment.ShouldBe("strong");
    }

    [Fact]
    public async Task Assess_OnlyACheckAtTheEndForetellsFailure_SaysAgain()
    {
        var kit = new EscalationKit();
        for (var i = 0; i < 60; i++)
        {
            await kit.RunAsync(fails: i % 3 == 0, end: true);
        }

        await kit.RunAsync(fails: true, report: false, end: true);
        await kit.RunAsync(fails: false, report: false, end: true);

        var bad = kit.Router.RunOutcomes.Assess("run 61")!;
        var good = kit.Router.RunOutcomes.Assess("run 62")!;
        bad.IsGoodEnough.ShouldBeFalse();
        bad.Chance.ShouldBeLessThan(good.Chance);
        bad.ToString().ShouldContain("learned from 60 runs of role 'worker'");
        good.IsGoodEnough.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Start_ShareIsOutOfRange_NamesRoleAndOption(double share) =>
        Should
            .Throw<RouterConfigurationException>(() =>
                _ = new EscalationKit(within: share).Router.Roles
            )
            .Message.ShouldContain("role 'worker': EscalateWithin must be above 0");

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void Report_ScoreIsOutOfRange_Throws(double score) =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            new EscalationKit().Router.RunOutcomes.Report("run 1", score)
        );
}
