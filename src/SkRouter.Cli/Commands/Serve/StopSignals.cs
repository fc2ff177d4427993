using System.Runtime.InteropServices;
using SkRouter.AspNetCore.Api;

namespace SkRouter.Cli.Commands.Serve;

/// <summary>
/// The first signal to stop lets running calls go on for a while, which is the host's doing. A second one cuts them at once; they are told so and booked all the
/// same.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly PosixSignal[] Signals =
    [
        PosixSignal.SIGTERM,
        PosixSignal.SIGINT,
        PosixSignal.SIGQUIT,
    ];

    private readonly CallDrain _drain;
    private readonly List<PosixSignalRegistration> _registrations;
    private int _count;

    public StopSignals(CallDrain drain)
    {
        _drain = drain;
        _registrations =
        [
            .. Signals.Select(signal => PosixSignalRegistration.Create(signal, Take)),
        ];
    }

    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) > 1)
        {
            _drain.CutNow();
        }
    }
}
