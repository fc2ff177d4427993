using Microsoft.Extensions.Hosting;

namespace SkRouter.AspNetCore.Api;

/// <summary>
/// Ends running calls in order when the process stops: they may go on for a while, and those that take longer are cut. What is cut is told so in its own protocol,
/// and is in the ledger like any call that its caller leaves.
/// </summary>
internal sealed class CallDrain : IDisposable
{
    private readonly CancellationTokenSource _cut = new();
    private readonly CancellationTokenRegistration _stopping;
    private readonly SkRouterApiOptions _options;
    private readonly TimeProvider _time;
    private ITimer? _timer;

    public CallDrain(
        SkRouterApiOptions options,
        TimeProvider time,
        IHostApplicationLifetime? lifetime = null
    )
    {
        _options = options;
        _time = time;
        _stopping = lifetime?.ApplicationStopping.Register(Begin) ?? default;
    }

    /// <summary>What a cut call is told.</summary>
    public static ApiFault Stopped { get; } =
        new(
            503,
            ApiFaultTypes.Server,
            "The server is stopping and has cut this call. Send the request again in a moment."
        )
        {
            Code = "server_stopping",
            RetryAfter = TimeSpan.FromSeconds(5),
        };

    /// <summary>The process is stopping: it is not ready for calls any more.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Cancelled when calls that still run are cut.</summary>
    public CancellationToken Cut => _cut.Token;

    /// <summary>Cuts what still runs now, without waiting any longer.</summary>
    public void CutNow()
    {
        try
        {
            _cut.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Everything has ended.
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _timer?.Dispose();
        _cut.Dispose();
    }

    private void Begin()
    {
        IsStopping = true;
        if (_options.DrainTimeout == TimeSpan.Zero)
        {
            CutNow();
            return;
        }

        _timer = _time.CreateTimer(
            _ => CutNow(),
            state: null,
            _options.DrainTimeout,
            Timeout.InfiniteTimeSpan
        );
    }
}
