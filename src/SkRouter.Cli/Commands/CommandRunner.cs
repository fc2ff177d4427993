namespace SkRouter.Cli.Commands;

/// <summary>Turns what a command throws on purpose into a message and an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>The exit code of everything that did not do what was asked.</summary>
    internal const int Failed = 2;

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
