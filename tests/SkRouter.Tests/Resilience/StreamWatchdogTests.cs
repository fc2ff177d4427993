using Microsoft.Extensions.Time.Testing;
using SkRouter.Resilience;

namespace SkRouter.Tests.Resilience;

public sealed class StreamWatchdogTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Token_NoFirstToken_CancelsAlsoWhenKeepAlivesCome()
    {
        using var watchdog = Make(CancellationToken.None);

        Pass(14, watchdog.Progress);
        watchdog.Token.IsCancellationRequested.ShouldBeFalse();
        Pass(1, watchdog.Progress);

        watchdog.Token.IsCancellationRequested.ShouldBeTrue();
        watchdog.Verdict.ShouldBe("no first token within 15 s (default)");
    }

    [Fact]
    public void Token_StallAfterTheFirstToken_CancelsAfterTheStall()
    {
        using var watchdog = Make(CancellationToken.None);
        watchdog.FirstToken();
        Pass(20, watchdog.Progress);
        watchdog.Progress();

        Pass(29, static () => { });
        watchdog.Token.IsCancellationRequested.ShouldBeFalse();
        Pass(1, static () => { });

        watchdog.Verdict.ShouldBe("silent for 30 s");
    }

    [Fact]
    public void Token_SteadyStream_CancelsAfterTheTotal()
    {
        using var watchdog = Make(CancellationToken.None);
        watchdog.FirstToken();

        Pass(119, watchdog.Progress);
        watchdog.Token.IsCancellationRequested.ShouldBeFalse();
        Pass(1, watchdog.Progress);

        watchdog.Verdict.ShouldBe("no whole answer within 120 s");
    }

    [Fact]
    public void Token_CallerCancels_IsNobodysFault()
    {
        using var caller = new CancellationTokenSource();
        using var watchdog = Make(caller.Token);

        caller.Cancel();

        watchdog.Token.IsCancellationRequested.ShouldBeTrue();
        watchdog.Verdict.ShouldBeNull();
    }

    private StreamWatchdog Make(CancellationToken caller) =>
        new(
            _time,
            firstToken: new(TimeSpan.FromSeconds(15), "default"),
            stall: TimeSpan.FromSeconds(30),
            total: TimeSpan.FromSeconds(120),
            caller
        );

    private void Pass(int seconds, Action eachSecond)
    {
        for (var second = 0; second < seconds; second++)
        {
            eachSecond();
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
