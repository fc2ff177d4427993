using SkRouter.Simulator;
using SkRouter.Simulator.Scripting;

namespace IncidentDesk.Models;

/// <summary>A simulator in this process that plays the sample's models.</summary>
internal static class Simulation
{
    public static Task<SimulatorServer> StartAsync(string script, CancellationToken cancellation) =>
        SimulatorServer.StartAsync(ScriptFile.Load(script), cancellationToken: cancellation);
}
