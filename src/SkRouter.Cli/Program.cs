using System.CommandLine;
using SkRouter.Cli.Commands;
using SkRouter.Cli.Commands.Admin;
using SkRouter.Cli.Commands.Budgets;
using SkRouter.Cli.Commands.Catalogue;
using SkRouter.Cli.Commands.Keys;
using SkRouter.Cli.Commands.Mcp;
using SkRouter.Cli.Commands.Route;
using SkRouter.Cli.Commands.Runs;
using SkRouter.Cli.Commands.Serve;
using SkRouter.Cli.Commands.Spend;

namespace SkRouter.Cli;

internal static class Program
{
    /// <summary>All commands.</summary>
    public static RootCommand Root() =>
        new("SkRouter: the right model for every step.")
        {
            ServeCommand.Create(),
            RouteCommand.Create(),
            TrainCommand.Create(),
            EvalCommand.Create(),
            CalibrateCommand.Create(),
            PriceCommand.Create(TimeProvider.System),
            SpendCommand.Create(TimeProvider.System),
            RunCommand.Create(),
            McpCommand.Create(),
            BudgetCommand.Create(TimeProvider.System),
            KeyCommand.Create(TimeProvider.System, Environment.GetEnvironmentVariable),
            AdminCommand.Create(TimeProvider.System),
            ModelsListing.AddTo(ModelsCommand.Create(TimeProvider.System)),
        };

    /// <summary>Runs a command.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configuration">Where it writes.</param>
    /// <returns>0 if it did what was asked, else 2: also for a command line that cannot be understood.</returns>
    public static int Run(IReadOnlyList<string> args, InvocationConfiguration configuration)
    {
        var parsed = Root().Parse(args);
        var code = parsed.Invoke(configuration);
        return code != 0 && parsed.Errors.Count > 0 ? CommandRunner.Failed : code;
    }

    // A server drains for longer than the parser would wait before it ends the process, and ends by itself.
    private static int Main(string[] args) => Run(args, new() { ProcessTerminationTimeout = null });
}
