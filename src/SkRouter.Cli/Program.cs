using System.CommandLine;
using SkRouter.Cli.Commands;

namespace SkRouter.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        var root = new RootCommand("SkRouter: the right model for every step.")
        {
            TrainCommand.Create(),
            EvalCommand.Create(),
            PriceCommand.Create(TimeProvider.System),
            ModelsCommand.Create(TimeProvider.System),
        };
        return root.Parse(args).Invoke();
    }
}
