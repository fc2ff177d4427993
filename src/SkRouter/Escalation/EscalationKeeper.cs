using Microsoft.Extensions.Logging;
using SkRouter.Routing;
using SkRouter.Telemetry;

namespace SkRouter.Escalation;

/// <summary>Saves what roles have learned of their runs, a moment after they did and at the end, away from the calls that taught it.</summary>
internal sealed class EscalationKeeper : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IEscalationStore? _store;
    private readonly ILogger<ModelRouter> _logger;
    private readonly ITimer? _timer;
    private readonly Lock _saving = new();

    public EscalationKeeper(
        Escalations escalations,
        IEscalationStore? store,
        TimeProvider time,
        ILogger<ModelRouter> logger
    )
    {
        (Escalations, _store, _logger) = (escalations, store, logger);
        if (store is not null)
        {
            escalations.Load(store.Load());
            _timer = time.CreateTimer(
                _ => Save(),
                null,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
            escalations.Changed = () => _timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }
    }

    public Escalations Escalations { get; }

    public void Dispose()
    {
        _timer?.Dispose();
        Save();
    }

    private void Save()
    {
        if (_store is null)
        {
            return;
        }

        lock (_saving)
        {
            var changed = Escalations.TakeChanged();
            if (changed.Count == 0)
            {
                return;
            }

            try
            {
                _store.Save(changed);
            }
            // What cannot be saved is no reason to stop: it is a help in choosing, and the next save tries again.
            catch (Exception exception)
            {
                Escalations.MarkChanged(changed);
                _logger.EscalationsNotSaved(exception, changed.Count);
            }
        }
    }
}
