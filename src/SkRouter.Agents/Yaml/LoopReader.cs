using SkRouter.DependencyInjection;
using SkRouter.Loops;

namespace SkRouter.Agents.Yaml;

/// <summary>Reads what a role does about circles.</summary>
internal static class LoopReader
{
    public static LoopOptions? Read(YamlMap routing)
    {
        if (routing.Map("loops") is not { } map)
        {
            return null;
        }

        var loops = new LoopOptions
        {
            UpTo = map.Word("upTo") is { } step
                ? Enum.Parse<LoopStep>(step, ignoreCase: true)
                : null,
            ObserveAt = map.WholeNumber("observeAt"),
            SteerAt = map.WholeNumber("steerAt"),
            EscalateAt = map.WholeNumber("escalateAt"),
            BlockAt = map.WholeNumber("blockAt"),
            StopAt = map.WholeNumber("stopAt"),
            MaxEscalations = map.WholeNumber("maxEscalations"),
            RetriesAfterError = map.WholeNumber("retriesAfterError"),
        };
        CheckOrder(map, loops);
        foreach (var (name, _, value) in OwnNames.Of(map, "tools", "tool"))
        {
            if (OwnNames.Under(map, "tools", name, value) is { } under)
            {
                var tool = new LoopToolOptions { Exempt = under.Flag("exempt") };
                foreach (var (argument, _) in under.Names("ignoreArguments", "argument"))
                {
                    tool.IgnoreArguments.Add(argument);
                }

                loops.Tools[name] = tool;
            }
        }

        return loops;
    }

    /// <summary>Each step must not be due before the one below it; what is left out is due when the router says by default.</summary>
    private static void CheckOrder(YamlMap map, LoopOptions loops)
    {
        (string Key, int Due)[] steps =
        [
            ("observeAt", loops.ObserveAt ?? LoopOptions.DefaultObserveAt),
            ("steerAt", loops.SteerAt ?? LoopOptions.DefaultSteerAt),
            ("escalateAt", loops.EscalateAt ?? LoopOptions.DefaultEscalateAt),
            ("blockAt", loops.BlockAt ?? LoopOptions.DefaultBlockAt),
            ("stopAt", loops.StopAt ?? LoopOptions.DefaultStopAt),
        ];
        for (var i = 1; i < steps.Length; i++)
        {
            var (below, step) = (steps[i - 1], steps[i]);
            if (step.Due < below.Due)
            {
                map.Report(
                    map.Value(step.Key) ?? map.Value(below.Key)!,
                    FormattableString.Invariant(
                        $"'{step.Key}' is {step.Due}, below '{below.Key}', which is {below.Due}"
                    ),
                    FormattableString.Invariant(
                        $"write '{step.Key}: {below.Due}' or more, or lower '{below.Key}'"
                    )
                );
                return;
            }
        }
    }
}
