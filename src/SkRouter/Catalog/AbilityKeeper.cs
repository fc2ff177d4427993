using Microsoft.Extensions.Logging;
using SkRouter.Routing;
using SkRouter.Telemetry;

namespace SkRouter.Catalog;

/// <summary>Saves what was learned, a moment after it was and at the end, away from the calls that taught it.</summary>
internal sealed class AbilityKeeper : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IAbilityStore? _store;
    private readonly ILogger<ModelRouter> _logger;
    private readonly ITimer? _timer;
    private readonly Lock _saving = new();

    public AbilityKeeper(IAbilityStore? store, TimeProvider time, ILogger<ModelRouter> logger)
    {
        (_store, _logger) = (store, logger);
        Abilities = new(store?.Load() ?? []);
        if (store is not null)
        {
            _timer = time.CreateTimer(
                _ => Save(),
                null,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
            Abilities.Changed = () => _timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }
    }

    public Abilities Abilities { get; }

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
            var changed = Abilities.TakeChanged();
            if (changed.Count == 0)
            {
                return;
            }

            try
            {
                _store.Save(changed);
            }
            // What cannot be saved is no reason to stop: abilities are a help in choosing, and the next save tries again.
            catch (Exception exception)
            {
                Abilities.MarkChanged(changed);
                _logger.AbilitiesNotSaved(exception, changed.Count);
            }
        }
    }
}
