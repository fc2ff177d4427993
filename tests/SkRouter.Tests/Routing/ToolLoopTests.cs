using FsCheck.Xunit;
using SkRouter.Pipeline;
using SkRouter.Resilience;

namespace SkRouter.Tests.Routing;

public sealed class ToolLoopTests
{
    [Property(Arbitrary = [typeof(ToolLoopCase)], MaxTest = 1_000)]
    public async Task ToolLoop_AnyRoundTripFails_RunsEachToolOnceAndKeepsTheBooks(
        ToolLoopCase drawn
    )
    {
        if (drawn.LoopAboveGivesUp)
        {
            return;
        }

        var run = new ToolLoopRun(drawn);

        var (text, error) = await run.RunAsync();

        run.Till.Receipts.ShouldBe(error is null ? ["one", "two"] : ReceiptsBefore(drawn));
        if (error is null)
        {
            text.ShouldEndWith("both are charged");
        }
        else
        {
            drawn.MayEndIn(error).ShouldBeTrue($"{error.Code}: {error.Message}");
        }

        await ShouldKeepTheBooksAsync(run, error);
    }

    private static string[] ReceiptsBefore(ToolLoopCase drawn) =>
        [.. new[] { "one", "two" }.Take(drawn.FailingTrip)];

    private static async Task ShouldKeepTheBooksAsync(ToolLoopRun run, RouterException? error)
    {
        var records = await SkRouter.TestKit.RouterKit.RecordsAsync(run.Kernel);
        records.Count.ShouldBe(run.Till.Receipts.Count + 1 + run.Told);
        records.ShouldAllBe(record => record.Role == "cashier");
        records
            .Count(record => record.Outcome is RoundTripOutcome.Answered)
            .ShouldBe(error is null ? records.Count : records.Count - 1);
        records
            .Sum(record => record.Attempts.Count)
            .ShouldBe(run.Primary.Requests + run.Fallback.Requests);

        var reported = records
            .SelectMany(record => record.Attempts)
            .Select(attempt => attempt.Usage)
            .Where(usage => usage is { Estimated: false })
            .ToArray();
        reported
            .Sum(usage => usage!.InputTokens)
            .ShouldBe(run.Primary.Sent.Input + run.Fallback.Sent.Input);
        reported
            .Sum(usage => usage!.OutputTokens)
            .ShouldBe(run.Primary.Sent.Output + run.Fallback.Sent.Output);
        SkRouter
            .TestKit.RouterKit.Router(run.Kernel)
            .Deployments.ShouldAllBe(deployment => deployment.Health.InFlight == 0);
    }
}
