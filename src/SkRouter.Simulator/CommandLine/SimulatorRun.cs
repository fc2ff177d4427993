using System.Threading.Channels;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.CommandLine;

/// <summary>Runs a simulator in the foreground until Ctrl-C.</summary>
internal static class SimulatorRun
{
    public static async Task RunAsync(
        SimulatorScript script,
        SimulatorOptions options,
        FileInfo? log,
        CancellationToken cancellationToken
    )
    {
        // Requests end on many threads; the lines go out one at a time.
        var ended = Channel.CreateUnbounded<ReceivedRequest>(new() { SingleReader = true });
        var file = log is null ? TextWriter.Null : new StreamWriter(log.FullName, append: true);
        await using (file.ConfigureAwait(false))
        {
            var simulator = await SimulatorServer
                .StartAsync(
                    script,
                    options with
                    {
                        OnRequest = request => ended.Writer.TryWrite(request),
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            await using (simulator.ConfigureAwait(false))
            {
                await Console
                    .Out.WriteLineAsync(RunReport.Opening(simulator, script))
                    .ConfigureAwait(false);
                await PrintAsync(ended.Reader, file, cancellationToken).ConfigureAwait(false);
                await Console
                    .Out.WriteLineAsync(RunReport.Closing(simulator))
                    .ConfigureAwait(false);
            }
        }
    }

    private static async Task PrintAsync(
        ChannelReader<ReceivedRequest> ended,
        TextWriter file,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await foreach (
                var request in ended.ReadAllAsync(cancellationToken).ConfigureAwait(false)
            )
            {
                await Console.Out.WriteLineAsync(RunReport.Line(request)).ConfigureAwait(false);
                await file.WriteLineAsync(RequestJson.Line(request)).ConfigureAwait(false);
                await file.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how the program ends.
        }
    }
}
