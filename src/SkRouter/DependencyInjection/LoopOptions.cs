using SkRouter.Loops;

namespace SkRouter.DependencyInjection;

/// <summary>
/// When the router acts on an agent that goes in circles. A count is how often the same has happened with nothing new in between, the first
/// time included. What a role leaves null is as the router's own options say, and what those leave null is the default.
/// </summary>
public sealed class LoopOptions
{
    /// <summary>Default of <see cref="UpTo"/>.</summary>
    public const LoopStep DefaultUpTo = LoopStep.Observe;

    /// <summary>Default of <see cref="ObserveAt"/>.</summary>
    public const int DefaultObserveAt = 2;

    /// <summary>Default of <see cref="SteerAt"/>.</summary>
    public const int DefaultSteerAt = 3;

    /// <summary>Default of <see cref="EscalateAt"/>.</summary>
    public const int DefaultEscalateAt = 4;

    /// <summary>Default of <see cref="BlockAt"/>.</summary>
    public const int DefaultBlockAt = 5;

    /// <summary>Default of <see cref="StopAt"/>.</summary>
    public const int DefaultStopAt = 6;

    /// <summary>Default of <see cref="MaxEscalations"/>.</summary>
    public const int DefaultMaxEscalations = 4;

    /// <summary>Default of <see cref="RetriesAfterError"/>.</summary>
    public const int DefaultRetriesAfterError = 5;

    /// <summary>The last step that may be taken.</summary>
    public LoopStep? UpTo { get; set; }

    /// <summary>Count from which it is noted; at least 2.</summary>
    public int? ObserveAt { get; set; }

    /// <summary>Count from which the model is told.</summary>
    public int? SteerAt { get; set; }

    /// <summary>Count from which a stronger model is asked.</summary>
    public int? EscalateAt { get; set; }

    /// <summary>Count from which the tool is withheld.</summary>
    public int? BlockAt { get; set; }

    /// <summary>Count from which the round trip is refused.</summary>
    public int? StopAt { get; set; }

    /// <summary>For how many round trips of one run a stronger model may be asked because of circles.</summary>
    public int? MaxEscalations { get; set; }

    /// <summary>How many times in a row a call may be repeated after the same error before it counts as a circle.</summary>
    public int? RetriesAfterError { get; set; }

    /// <summary>What is particular about single tools, by name: <c>Function</c>, or <c>Plugin_Function</c>.</summary>
    public IDictionary<string, LoopToolOptions> Tools { get; } =
        new Dictionary<string, LoopToolOptions>(StringComparer.OrdinalIgnoreCase);
}
