using Spectre.Console;

namespace SkRouter.Cli.Commands;

/// <summary>A bar for work that takes more than a moment, on the error stream so that output stays clean.</summary>
internal static class ProgressBar
{
    /// <summary>Runs the work, which reports each of its steps by name.</summary>
    internal static T Run<T>(string title, int steps, Func<Action<string>, T> work)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }
        );
        if (!console.Profile.Capabilities.Interactive)
        {
            return work(_ => { });
        }

        return console
            .Progress()
            .AutoClear(true)
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: steps);
                return work(step =>
                {
                    task.Description = Markup.Escape($"{title}: {step}");
                    task.Increment(1);
                });
            });
    }
}
