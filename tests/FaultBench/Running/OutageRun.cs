using SkRouter.FaultBench.Faults;
using SkRouter.Simulator.Scripting;

namespace SkRouter.FaultBench.Running;

/// <summary>Sixty seconds of 503 while a request comes every four, then health: how often is the first provider asked, and when is it used again?</summary>
internal sealed class OutageRun(Providers providers, TimeProvider time)
{
    private const int MostProbes = 10;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(30);
    private static readonly FaultScenario Scenario = new(
        "60 s of 503, a request every 4 s",
        static providers => providers.Primary.Fail(new() { Fault = Fault.WithStatus(503) })
    );

    public async Task<FaultRow> RunAsync(Mode mode)
    {
        var fallbackBefore = providers.Fallback.RequestCount;
        providers.Primary.Recover();
        providers.Fallback.Recover();
        using var router = new RouterUnderTest(providers, time, Scenario, mode);
        List<string> wrong = [];
        var primaryBefore = providers.Primary.RequestCount;
        Scenario.Arrange(providers);
        var start = time.GetUtcNow();
        DateTimeOffset? back = null;
        var recovered = false;
        var failing = 0;
        while (back is null && time.GetUtcNow() - start < Outage + BackWithin + Pause)
        {
            if (!recovered && time.GetUtcNow() - start >= Outage)
            {
                failing = providers.Primary.RequestCount - primaryBefore;
                providers.Primary.Recover();
                recovered = true;
            }

            var answered = await Caller.AskAsync(router, mode, Scenario.Prompt, withTools: false);
            if (answered.Error is not null || answered.Text != Providers.Answer)
            {
                wrong.Add("not the whole answer: " + (answered.Error?.Message ?? answered.Text));
            }

            back = recovered && answered.Model == Providers.Alpha ? time.GetUtcNow() : null;
            await Task.Delay(Pause, time);
        }

        var recovery = back - start - Outage;
        if (recovery is null || recovery > BackWithin)
        {
            wrong.Add("not back on the first provider 30 s after its recovery");
        }

        if (failing > MostProbes)
        {
            wrong.Add(
                FormattableString.Invariant(
                    $"{failing} requests to the first provider while it was down"
                )
            );
        }

        return new()
        {
            Fault = Scenario.Name,
            Modes = [mode.ToString()],
            Verdict = wrong.Count > 0 ? "WRONG" : "all whole answers",
            PrimaryRequests = failing,
            FallbackRequests = providers.Fallback.RequestCount - fallbackBefore,
            Seconds = (recovery ?? TimeSpan.Zero).TotalSeconds,
            Served = "back on alpha",
            Wrong = wrong,
        };
    }
}
