using FsCheck.Xunit;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Pipeline;

public sealed class CancellationTests
{
    [Property(Arbitrary = [typeof(CancellationCase)], MaxTest = 500)]
    public async Task Cancel_AtAnyPoint_LeavesNothingRunningAndSettlesTheBooks(
        CancellationCase drawn
    )
    {
        using var run = new CancellationRun(drawn);

        var error = await run.RunAsync();

        if (error is not null)
        {
            // Only a stream that broke for its own reasons before the cancellation may say so.
            (
                error
                is OperationCanceledException
                    or RouterException { Code: RouterErrorCode.StreamInterrupted }
            ).ShouldBeTrue(error.ToString());
        }

        var records = await run.Kernel.RecordsAsync();
        records.Select(record => record.Id).Distinct().Count().ShouldBe(records.Count);
        records.SkipLast(1).ShouldAllBe(record => record.Outcome == RoundTripOutcome.Answered);
        foreach (var record in records)
        {
            var attempts = record.Attempts.Count(attempt =>
                attempt.Outcome is AttemptOutcome.Served
            );
            (record.Outcome is RoundTripOutcome.Answered).ShouldBe(attempts == 1);
            record.CostUsd.ShouldNotBeNull();
        }

        if (error is OperationCanceledException && (drawn.Where is "before" or "while waiting"))
        {
            records[^1].Outcome.ShouldBe(RoundTripOutcome.Cancelled);
        }

        if (
            drawn.StopsReading
            && error is null
            && records[^1].Outcome is not RoundTripOutcome.Answered
        )
        {
            records[^1].Outcome.ShouldBe(RoundTripOutcome.Abandoned);
        }

        run.Kernel.Router().Deployments.ShouldAllBe(deployment => deployment.Health.InFlight == 0);
        run.Dispose();
        run.ActiveTimers.ShouldBe(0);
    }
}
