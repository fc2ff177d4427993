namespace SkRouter.Cli.Commands;

/// <summary>Turns what a command throws on purpose into a message and an exit code.</summary>
internal static class CommandRunner
{
    private const int Failed = 2;

    internal static int Run(Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"skrouter: {FaultText.Of(exception)}");
            return Failed;
        }
    }
}
