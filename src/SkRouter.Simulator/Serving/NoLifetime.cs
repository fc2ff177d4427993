using Microsoft.Extensions.Hosting;

namespace SkRouter.Simulator.Serving;

/// <summary>Leaves signals to the program around: a simulator inside a test must not take Ctrl-C.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
