using System.Diagnostics.Metrics;
using SkRouter.Telemetry;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>How many round trips wait to be written.</summary>
internal sealed class LedgerMetrics : IDisposable
{
    private readonly Meter _meter;

    public LedgerMetrics(IMeterFactory? factory, LedgerWriter writer)
    {
        _meter = factory?.Create(TelemetryNames.Source) ?? new Meter(TelemetryNames.Source);
        _meter.CreateObservableGauge(
            TelemetryNames.LedgerQueueDepth,
            () => writer.Unwritten,
            "{round_trip}",
            "Round trips that wait to be written to the ledger."
        );
        _meter.CreateObservableGauge(
            TelemetryNames.LedgerDamagedFiles,
            () => writer.DamagedFiles.Count,
            "{file}",
            "Journals of the ledger that were found damaged when it was opened."
        );
    }

    // A factory's meter ignores this: it is the factory's to dispose.
    public void Dispose() => _meter.Dispose();
}
