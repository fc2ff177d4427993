using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.CommandLine;

/// <summary>Makes one script of a file, of models named on the command line, or of the demo, and of fault shortcuts.</summary>
internal static class ScriptSource
{
    public static SimulatorScript Read(
        FileInfo? file,
        IReadOnlyList<string> models,
        IReadOnlyList<string> faults
    )
    {
        var named = models
            .SelectMany(part =>
                part.Split(
                    ',',
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                )
            )
            .Select(name => new ModelScript { Name = name })
            .ToList();
        var script =
            file is not null ? ScriptFile.Load(file.FullName)
            : named.Count > 0 ? new() { Models = [] }
            : Demo();
        return WithFaults(script with { Models = [.. script.Models, .. named] }, faults);
    }

    private static SimulatorScript Demo() =>
        new ScriptBuilder()
            .Model(
                "gpt-strong",
                model =>
                    model.Speed(TimeSpan.FromMilliseconds(400), tokensPerSecond: 40, jitter: 0.2)
            )
            .Model(
                "gpt-fast",
                model =>
                    model.Speed(TimeSpan.FromMilliseconds(80), tokensPerSecond: 200, jitter: 0.2)
            )
            .Build();

    private static SimulatorScript WithFaults(
        SimulatorScript script,
        IReadOnlyList<string> shortcuts
    )
    {
        var faults = shortcuts.Select(text => FaultShortcut.Parse(text, script.Models)).ToList();
        return script with
        {
            Models =
            [
                .. script.Models.Select(model =>
                    model with
                    {
                        Faults =
                        [
                            .. faults
                                .Where(fault => fault.Model == model.Name)
                                .Select(fault => fault.Rule),
                            .. model.Faults,
                        ],
                    }
                ),
            ],
        };
    }
}
