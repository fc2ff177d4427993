using System.CommandLine;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.CommandLine;

/// <summary>The program's one command.</summary>
internal static class SimulateCommand
{
    private const int WrongUsage = 2;

    private const string About = """
        Runs simulated model providers on this machine that speak OpenAI's chat-completions protocol, with scripted answers and faults.

        Examples:
          simulator                                          two demo models that echo
          simulator --models gpt-4o,gpt-4o-mini --port 8080  models of your app's own names
          simulator --fault gpt-strong:3:503                 the third request to gpt-strong gets a 503
          simulator --fault gpt-strong:1-4:429/2             the first four get a 429 with Retry-After: 2
          simulator --fault gpt-fast:cut=0.5                 every stream of gpt-fast is cut in the middle
          simulator --script scripts/rate-limited.json       everything from a file; see README.md
        """;

    public static RootCommand Create()
    {
        var script = new Option<FileInfo?>("--script")
        {
            Description = "Script file (JSON) with models, answers and faults.",
        };
        var models = new Option<string[]>("--models")
        {
            Description = "Names of echoing models, with commas; added to the script's.",
            AllowMultipleArgumentsPerToken = true,
        };
        var faults = new Option<string[]>("--fault")
        {
            Description =
                "MODEL[:REQUESTS]:FAULT, repeatable. REQUESTS: 3, 1-4, 2-, 'every 3'. FAULT: a status such as 503 or 429/2 (with "
                + "Retry-After in seconds), or "
                + $"{string.Join(", ", FaultShortcut.KindNames)}; with =VALUE for milliseconds (slow, silent, stalled) or a share (cut).",
        };
        var port = new Option<int>("--port")
        {
            Description = "Port on the loopback address; 0 takes a free one.",
        };
        var seed = new Option<int?>("--seed")
        {
            Description = "Seed of all randomness; replaces the script's.",
        };
        var log = new Option<FileInfo?>("--log")
        {
            Description = "Appends every request with its answer to this file, as JSON lines.",
        };
        var command = new RootCommand(About) { script, models, faults, port, seed, log };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    () =>
                        ScriptSource.Read(
                            parsed.GetValue(script),
                            parsed.GetValue(models) ?? [],
                            parsed.GetValue(faults) ?? []
                        ),
                    new() { Port = parsed.GetValue(port), Seed = parsed.GetValue(seed) },
                    parsed.GetValue(log),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        Func<SimulatorScript> read,
        SimulatorOptions options,
        FileInfo? log,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await SimulatorRun
                .RunAsync(read(), options, log, cancellationToken)
                .ConfigureAwait(false);
            return 0;
        }
        catch (Exception exception)
            when (exception
                    is SimulatorScriptException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return WrongUsage;
        }
    }
}
