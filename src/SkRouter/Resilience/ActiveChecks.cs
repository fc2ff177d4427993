using Microsoft.Extensions.Logging;
using SkRouter.Catalog;
using SkRouter.Routing;
using SkRouter.Telemetry;

namespace SkRouter.Resilience;

/// <summary>
/// Looks after the deployments that ask for it, on their interval with jitter: a probe goes to who is down, or has not been asked
/// for that long. One check at a time for each deployment; the next is set when the last has ended.
/// </summary>
internal sealed class ActiveChecks(
    HealthProbe probe,
    TimeProvider time,
    Func<double> random,
    ILogger<ModelRouter> logger
) : IDisposable
{
    private const double Jitter = 0.2;

    private readonly Lock _gate = new();
    private readonly List<ITimer> _timers = [];
    private readonly CancellationTokenSource _stop = new();
    private bool _disposed;

    public void Start(IReadOnlyList<Deployment> deployments)
    {
        foreach (var deployment in deployments)
        {
            if (deployment.Options.ActiveCheck is { } interval)
            {
                Start(deployment, interval);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            foreach (var timer in _timers)
            {
                timer.Dispose();
            }
        }

        // Not disposed: a check under way still reads its token, and a source without a timer holds nothing.
        _stop.Cancel();
    }

    private void Start(Deployment deployment, TimeSpan interval)
    {
        // The first caller's ambient state (scope, activity) is none of a check's business.
        using var flow = ExecutionContext.IsFlowSuppressed()
            ? default(AsyncFlowControl?)
            : ExecutionContext.SuppressFlow();
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            ITimer? timer = null;
            timer = time.CreateTimer(
                _ => _ = CheckAsync(deployment, interval, timer!),
                state: null,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
            _timers.Add(timer);
            timer.Change(Jittered(interval), Timeout.InfiniteTimeSpan);
        }
    }

    private async Task CheckAsync(Deployment deployment, TimeSpan interval, ITimer timer)
    {
        try
        {
            if (deployment.Health.NeedsCheck(interval))
            {
                await probe.RunAsync(deployment, _stop.Token).ConfigureAwait(false);
            }
        }
        // Nobody waits for a check: whatever goes wrong in it must neither end the process nor the checks.
        catch (Exception exception)
        {
            logger.ActiveCheckFailed(deployment.Key, exception);
        }

        lock (_gate)
        {
            if (!_disposed)
            {
                timer.Change(Jittered(interval), Timeout.InfiniteTimeSpan);
            }
        }
    }

    private TimeSpan Jittered(TimeSpan interval) =>
        interval * (1 + (Jitter * ((2 * random()) - 1)));
}
