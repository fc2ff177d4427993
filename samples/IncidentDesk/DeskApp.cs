using System.Globalization;
using IncidentDesk.Desk;
using IncidentDesk.Models;
using IncidentDesk.Tools;
using SkRouter.Agents;
using SkRouter.Resilience;
using SkRouter.Simulator.Scripting;

namespace IncidentDesk;

/// <summary>From the command line to the exit code.</summary>
internal sealed class DeskApp(
    TextWriter output,
    TimeProvider time,
    DeskFiles files,
    DeskEnvironment environment
)
{
    private const int Completed = 0;
    private const int NotCompleted = 1;
    private const int CannotStart = 2;

    public async Task<int> RunAsync(DeskOptions options, CancellationToken cancellation)
    {
        try
        {
            var found = new DeskModels(ProviderList.Load(files.Providers), environment);
            var models = options.Simulate ? [] : await found.FindAsync(cancellation);
            await using var simulator =
                models.Count == 0 ? await Simulation.StartAsync(files.Script, cancellation) : null;
            var setup = Prepare(
                options,
                simulator is null ? models : found.Simulated(simulator.Endpoint),
                simulator is not null
            );
            Introduce(setup);
            var summary = await new DeskSession(setup, output, time).RunAsync(cancellation);
            if (options.Json)
            {
                output.WriteLine(summary.ToJson());
            }

            return summary.Completed ? Completed : NotCompleted;
        }
        catch (Exception exception) when (IsWrongSetup(exception))
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return CannotStart;
        }
    }

    private static DeskSetup Prepare(
        DeskOptions options,
        IReadOnlyList<DeskModel> models,
        bool simulated
    )
    {
        var run =
            options.Resume ?? Guid.CreateVersion7().ToString("n", CultureInfo.InvariantCulture);
        var definitions = AgentFiles.Read(options.Agents);
        var folder = new IncidentFolder(options.Input);
        var root = options.Output ?? Path.Combine("artifacts", "incident-desk", run);
        if (options.Resume is not null && !Directory.Exists(root))
        {
            throw new InvalidOperationException(
                $"There is no run '{run}' in '{Path.GetFullPath(root)}'. Give the --output that it was started with, and its id as it was printed."
            );
        }

        var files = new OutputFiles(root, folder);
        if (options.Resume is not null)
        {
            files.Patches.TakeUp();
        }

        return new()
        {
            Run = run,
            BudgetUsd = options.BudgetUsd,
            Simulated = simulated,
            Definitions = definitions,
            Team = DeskTeam.Find(definitions, options.Team),
            Models = models,
            Folder = folder,
            Files = files,
        };
    }

    private void Introduce(DeskSetup setup)
    {
        output.WriteLine($"Incident: {setup.Folder.Root}");
        output.WriteLine(
            $"Team: {setup.Team.Name} ({string.Join(", ", setup.Team.Members)}), run {setup.Run}"
        );
        if (setup.Simulated)
        {
            output.WriteLine(
                "Models: SIMULATED. No key and no local Ollama was found (or --simulate was given), so a simulator on this machine plays the models from simulator.json. Set OPENAI_API_KEY or another key to use real ones; --providers lists them."
            );
        }

        foreach (var model in setup.Models)
        {
            output.WriteLine($"  {model.Tier, -9} {model.Entry.Id} ({model.Provider})");
        }

        output.WriteLine();
    }

    private static bool IsWrongSetup(Exception exception) =>
        exception
            is AgentFileException
                or RouterException
                or SimulatorScriptException
                or InvalidOperationException
                or IOException
                or InvalidDataException
                or UnauthorizedAccessException;
}
