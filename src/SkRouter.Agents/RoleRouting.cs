using SkRouter.DependencyInjection;
using SkRouter.Resilience;

namespace SkRouter.Agents;

/// <summary>Which models a role may use. Names are those of deployments or models that the app registers.</summary>
public sealed record RoleRouting
{
    /// <summary>How candidates are chosen, as <see cref="RoleOptions.Policy"/> writes it; null to follow from the lists.</summary>
    public string? Policy { get; init; }

    /// <summary>A model: none less able than it is used.</summary>
    public string? Floor { get; init; }

    /// <summary>A model: none more able than it is used.</summary>
    public string? Ceiling { get; init; }

    /// <summary>Checks that an answer must pass.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>Checks that the result of a whole piece of work must pass, or it starts again with the next more expensive candidate.</summary>
    public IReadOnlyList<string> ResultChecks { get; init; } = [];

    /// <summary>When a streamed answer is shown; null for the router's default.</summary>
    public CommitOn? CommitOn { get; init; }

    /// <summary>Whether another model may continue a text that breaks off; null for the router's default, which is yes.</summary>
    public bool? Continue { get; init; }

    /// <summary>Whether a second deployment is asked when the first is unusually late.</summary>
    public bool Hedge { get; init; }

    /// <summary>A streamed answer must begin within this time; null for what each deployment says.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>A streamed answer may pause for this long; null for what each deployment says.</summary>
    public TimeSpan? Stall { get; init; }

    /// <summary>One attempt may take this long in all; null for what each deployment says.</summary>
    public TimeSpan? Attempt { get; init; }

    /// <summary>How often one deployment is tried again after a transient failure; null for what each deployment says.</summary>
    public int? Retries { get; init; }

    /// <summary>Deadline of a round trip; null for the router's own.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>What the role may spend; null for no limit of its own.</summary>
    public BudgetOptions? Budget { get; init; }

    /// <summary>Where roles share a budget, those of lower priority go to cheaper candidates first; null for 0.</summary>
    public int? Priority { get; init; }

    /// <summary>
    /// What the role's runs may cost where it learns when they should go on with its strongest candidate, as a share of what that candidate alone would cost; null where it
    /// does not learn.
    /// </summary>
    public double? EscalateWithin { get; init; }

    /// <summary>What is done when an agent goes in circles; null for what the router does.</summary>
    public LoopOptions? Loops { get; init; }

    /// <summary>Candidates in order, whatever the task.</summary>
    public IReadOnlyList<string> Prefer { get; init; } = [];

    /// <summary>Candidates for simple tasks.</summary>
    public IReadOnlyList<string> Simple { get; init; } = [];

    /// <summary>Candidates for complex tasks.</summary>
    public IReadOnlyList<string> Complex { get; init; } = [];

    /// <summary>Tiers under names of the role's own, each from a difficulty on; instead of <see cref="Simple"/> and <see cref="Complex"/>.</summary>
    public IReadOnlyDictionary<string, TierOptions> Tiers { get; init; } =
        new Dictionary<string, TierOptions>();

    /// <summary>Candidates after all others.</summary>
    public IReadOnlyList<string> FallBackTo { get; init; } = [];

    /// <summary>Candidates for a conversation that fits into none of the others.</summary>
    public IReadOnlyList<string> OnContextTooLong { get; init; } = [];

    /// <summary>Candidates for a request that a content filter refused.</summary>
    public IReadOnlyList<string> OnContentFiltered { get; init; } = [];

    /// <summary>A task counts as complex from this difficulty on, 0 to 1; null for the router's default.</summary>
    public double? ComplexFrom { get; init; }

    /// <summary>How many other deployments one round trip may go on to after the first; null for the router's default.</summary>
    public int? MaxFallbacks { get; init; }
}
