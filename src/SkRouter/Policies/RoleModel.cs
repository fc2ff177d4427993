using SkRouter.Catalog;
using SkRouter.Checking;
using SkRouter.Loops;
using SkRouter.Resilience;

namespace SkRouter.Policies;

/// <summary>A role as the stages use it: names resolved, faults gone. Immutable.</summary>
internal sealed class RoleModel
{
    public required string Name { get; init; }

    public required IRoutingPolicy Policy { get; init; }

    /// <summary>What the policy goes by, for the record.</summary>
    public IReadOnlyList<double> PolicyNumbers { get; init; } = [];

    /// <summary>The candidates in the order of the role's lists, without what changes from one round trip to the next.</summary>
    public required IReadOnlyList<PolicyCandidate> Candidates { get; init; }

    public double ComplexFrom { get; init; }

    /// <summary>The role's own tiers, the simplest first; empty if it has none.</summary>
    public IReadOnlyList<NamedTier> Tiers { get; init; } = [];

    public IReadOnlyList<Deployment> ContextWindowFallBackTo { get; init; } = [];

    public IReadOnlyList<Deployment> ContentFilterFallBackTo { get; init; } = [];

    public int MaxFallbacks { get; init; } = int.MaxValue;

    public bool Continue { get; init; }

    public bool Hedge { get; init; }

    public CommitOn CommitOn { get; init; }

    /// <summary>How long its attempts and round trips may take, and how often its attempts may be made.</summary>
    public AttemptLimits Attempts { get; init; } = AttemptLimits.None;

    /// <summary>No model less able than this one; null for no floor.</summary>
    public Deployment? Floor { get; init; }

    /// <summary>No model more able than this one; null for no ceiling.</summary>
    public Deployment? Ceiling { get; init; }

    /// <summary>What an answer must pass before it counts.</summary>
    public IReadOnlyList<IAnswerCheck> Checks { get; init; } = [];

    /// <summary>What the result of a whole piece of its work must pass.</summary>
    public IReadOnlyList<IResultCheck> ResultChecks { get; init; } = [];

    /// <summary>What is done when an agent of the role goes in circles.</summary>
    public LoopRules Loops { get; init; } = LoopRules.Default;

    /// <summary>
    /// What its runs may cost where it learns when to go on with a stronger model, as a share of what the strongest candidate alone would cost; null where it does not.
    /// </summary>
    public double? EscalateWithin { get; init; }

    /// <summary>From which used share of a budget on the role makes do with cheaper candidates, where others go before it; 1 for the first of them.</summary>
    public decimal DegradeFrom { get; init; } = 1;

    /// <summary>Every deployment that the role may use in the first place, without its special chains.</summary>
    public required IReadOnlyList<Deployment> Deployments { get; init; }

    /// <summary>The dearest deployment of the role, against which savings are counted; null if no price is known.</summary>
    public Deployment? Strongest { get; init; }
}
