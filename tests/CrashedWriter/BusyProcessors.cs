namespace SkRouter.CrashedWriter;

/// <summary>Keeps every processor busy with work of no use, until disposed.</summary>
internal sealed class BusyProcessors : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Thread> _threads;

    /// <param name="perProcessor">Threads for each processor.</param>
    public BusyProcessors(int perProcessor)
    {
        _threads =
        [
            .. Enumerable
                .Range(0, perProcessor * Environment.ProcessorCount)
                .Select(_ => new Thread(Spin) { IsBackground = true }),
        ];
        _threads.ForEach(static thread => thread.Start());
    }

    public void Dispose()
    {
        _stop.Cancel();
        _threads.ForEach(static thread => thread.Join());
        _stop.Dispose();
    }

    private void Spin()
    {
        while (!_stop.IsCancellationRequested)
        {
            Thread.SpinWait(10_000);
        }
    }
}
