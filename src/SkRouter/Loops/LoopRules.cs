using System.Collections.Frozen;
using SkRouter.DependencyInjection;

namespace SkRouter.Loops;

/// <summary>The ladder of one role, every default filled in. Immutable.</summary>
internal sealed record LoopRules
{
    public static readonly LoopRules Default = Of(new(), new());

    public required LoopStep UpTo { get; init; }

    public required int MaxEscalations { get; init; }

    public required int RetriesAfterError { get; init; }

    public required FrozenDictionary<string, LoopToolRule> Tools { get; init; }

    /// <summary>Count at which each step is due, by the step's number.</summary>
    public required IReadOnlyList<int> DueAt { get; init; }

    public static LoopRules Of(LoopOptions own, LoopOptions router) =>
        new()
        {
            UpTo = own.UpTo ?? router.UpTo ?? LoopOptions.DefaultUpTo,
            MaxEscalations =
                own.MaxEscalations ?? router.MaxEscalations ?? LoopOptions.DefaultMaxEscalations,
            RetriesAfterError =
                own.RetriesAfterError
                ?? router.RetriesAfterError
                ?? LoopOptions.DefaultRetriesAfterError,
            DueAt =
            [
                int.MaxValue,
                own.ObserveAt ?? router.ObserveAt ?? LoopOptions.DefaultObserveAt,
                own.SteerAt ?? router.SteerAt ?? LoopOptions.DefaultSteerAt,
                own.EscalateAt ?? router.EscalateAt ?? LoopOptions.DefaultEscalateAt,
                own.BlockAt ?? router.BlockAt ?? LoopOptions.DefaultBlockAt,
                own.StopAt ?? router.StopAt ?? LoopOptions.DefaultStopAt,
            ],
            Tools = router
                .Tools.Concat(own.Tools)
                .GroupBy(tool => LoopToolRule.Plain(tool.Key), StringComparer.OrdinalIgnoreCase)
                .ToFrozenDictionary(
                    tool => tool.Key,
                    tool => LoopToolRule.Of(tool.Last().Value),
                    StringComparer.OrdinalIgnoreCase
                ),
        };

    /// <summary>What is wrong with the ladder; null if nothing.</summary>
    public string? Fault()
    {
        if (DueAt[(int)LoopStep.Observe] < 2)
        {
            return "ObserveAt must be at least 2: what happens once is no circle";
        }

        for (var step = (int)LoopStep.Steer; step < DueAt.Count; step++)
        {
            if (DueAt[step] < DueAt[step - 1])
            {
                return FormattableString.Invariant(
                    $"{(LoopStep)step}At is {DueAt[step]}, below {(LoopStep)(step - 1)}At, which is {DueAt[step - 1]}; each step must not be due before the one below it"
                );
            }
        }

        return MaxEscalations < 0 || RetriesAfterError < 0
            ? "MaxEscalations and RetriesAfterError must not be negative"
            : null;
    }

    /// <summary>The step that is due at a count, within what is allowed.</summary>
    public LoopStep StepAt(int count)
    {
        for (var step = UpTo; step > LoopStep.Off; step--)
        {
            if (count >= DueAt[(int)step])
            {
                return step;
            }
        }

        return LoopStep.Off;
    }
}
