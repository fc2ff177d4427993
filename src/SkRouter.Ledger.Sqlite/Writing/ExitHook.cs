using System.Runtime.InteropServices;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>
/// Brings what is queued into the file when the process ends in an orderly way and nobody has closed the ledger: a kernel's services are
/// disposed by nobody. Covers a return from Main, <c>Environment.Exit</c>, an unhandled exception, Ctrl+C and the signals that ask a process to end. Bounded:
/// a file that cannot be written does not keep the process from ending.
/// </summary>
internal sealed class ExitHook : IDisposable
{
    /// <summary>The longest that the end of the process waits.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // Since .NET 10 none of them raises ProcessExit by itself.
    private static readonly PosixSignal[] Signals =
    [
        PosixSignal.SIGINT,
        PosixSignal.SIGTERM,
        PosixSignal.SIGQUIT,
        PosixSignal.SIGHUP,
    ];

    private readonly Func<CancellationToken, ValueTask> _flush;
    private readonly Func<ValueTask> _close;
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <param name="flush">Writes what is queued.</param>
    /// <param name="close">The same, and closes the file.</param>
    public ExitHook(Func<CancellationToken, ValueTask> flush, Func<ValueTask> close)
    {
        (_flush, _close) = (flush, close);
        AppDomain.CurrentDomain.ProcessExit += Exits;
        AppDomain.CurrentDomain.UnhandledException += Fails;
        foreach (var signal in Signals)
        {
            try
            {
                // The signal still does what it does: a host that stops for it closes the ledger, anything else ends.
                _registrations.Add(PosixSignalRegistration.Create(signal, _ => Flush()));
            }
            catch (Exception exception)
                when (exception is PlatformNotSupportedException or IOException)
            {
                // There is no such signal here.
            }
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Exits;
        AppDomain.CurrentDomain.UnhandledException -= Fails;
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _registrations.Clear();
    }

    private void Exits(object? sender, EventArgs e) => Wait(() => _close().AsTask());

    // The runtime ends the process right after this; other threads may still be writing.
    private void Fails(object sender, UnhandledExceptionEventArgs e) => Flush();

    private void Flush() => Wait(() => _flush(CancellationToken.None).AsTask());

    /// <summary>On a thread of the pool, so that nothing depends on the one that is about to end.</summary>
    private static void Wait(Func<Task> work)
    {
        try
        {
            Task.Run(work).Wait(Longest);
        }
        catch (AggregateException)
        {
            // The writer has logged it, and nobody is left to be told. With a journal it is brought in by the next that opens the ledger.
        }
    }
}
