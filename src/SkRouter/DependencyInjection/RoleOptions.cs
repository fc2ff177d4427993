using SkRouter.Checking;
using SkRouter.Escalation;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.DependencyInjection;

/// <summary>What an agent role may use, and how it chooses. Lists name deployments or models.</summary>
public sealed class RoleOptions
{
    /// <summary>Default of <see cref="ComplexFrom"/>.</summary>
    public const double DefaultComplexFrom = 0.5;

    /// <summary>What the role is for; shown where routes are explained.</summary>
    public string? Description { get; set; }

    /// <summary>
    /// The routing policy, with its numbers if it takes any: <c>Prefer</c>, <c>SimpleComplex</c>, <c>Tiers</c>, <c>CheapestAdequate(0.8)</c>, <c>Utility(0.05, 0.001)</c>,
    /// <c>Cascade</c>, <c>Explore(0.8, 1)</c>, or the name of your own. Null to follow from the lists that are filled.
    /// </summary>
    public string? Policy { get; set; }

    /// <summary>Candidates in order, whatever the task.</summary>
    public IList<string> Prefer { get; } = [];

    /// <summary>Candidates for simple tasks, in order.</summary>
    public IList<string> Simple { get; } = [];

    /// <summary>Candidates for complex tasks, in order.</summary>
    public IList<string> Complex { get; } = [];

    /// <summary>A task counts as complex from this difficulty on, 0 to 1.</summary>
    public double ComplexFrom { get; set; } = DefaultComplexFrom;

    /// <summary>
    /// Tiers under names of your own instead of <see cref="Simple"/> and <see cref="Complex"/>, each from a difficulty on. One of them must
    /// begin at 0.
    /// </summary>
    public IDictionary<string, TierOptions> Tiers { get; } =
        new Dictionary<string, TierOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Candidates after all others, in order.</summary>
    public IList<string> FallBackTo { get; } = [];

    /// <summary>A model: none less able than it is used.</summary>
    public string? Floor { get; set; }

    /// <summary>A model: none more able than it is used.</summary>
    public string? Ceiling { get; set; }

    /// <summary>Checks that an answer must pass, by name: <c>Json</c>, or your own. Streamed answers are held until they passed.</summary>
    public IList<string> Checks { get; } = [];

    /// <summary>
    /// Checks that the result of a whole piece of work must pass, by name: <c>Json</c>, <c>Learned</c> (by what <see cref="EscalateWithin"/> has learned),
    /// <c>Judge:reviewer</c> with the name of another role, or your own <see cref="IResultCheck"/>. Agents that are made of the role, and
    /// <see cref="CheckedWorkExtensions"/>, begin with the cheapest candidate and start again with the next one when a check fails.
    /// </summary>
    public IList<string> ResultChecks { get; } = [];

    /// <summary>Candidates for a conversation that fits into none of the others.</summary>
    public IList<string> ContextWindowFallBackTo { get; } = [];

    /// <summary>Candidates for a request that a content filter refused; without them such a refusal ends the round trip.</summary>
    public IList<string> ContentFilterFallBackTo { get; } = [];

    /// <summary>How many other deployments one round trip may go on to after the first; null for all of them.</summary>
    public int? MaxFallbacks { get; set; }

    /// <summary>When a streamed answer is shown to the caller.</summary>
    public CommitOn CommitOn { get; set; }

    /// <summary>
    /// When a shown text answer breaks off, lets a candidate continue it that is known to take the beginning of an answer
    /// (<see cref="DeploymentOptions.TakesPrefix"/>); never when tools are on offer or the answer must be JSON. The record says where the seam is.
    /// On by default; where it is off, or no candidate can, the caller gets an error.
    /// </summary>
    public bool Continue { get; set; } = true;

    /// <summary>
    /// When the first token is later than the deployment's own 95th percentile, ask a second deployment too and take whoever is first.
    /// Never when tools are on offer. The slower one is cancelled, and what it cost is booked.
    /// </summary>
    public bool Hedge { get; set; }

    /// <summary>What is done when an agent of this role goes in circles; what it leaves open is as <see cref="SkRouterOptions.Loops"/> says.</summary>
    public LoopOptions Loops { get; } = new();

    /// <summary>
    /// Lets the role learn from the outcomes of its runs when a run should go on with its strongest candidate, by what the run shows: tool results and errors, repeated
    /// calls, failed checks, its length. What all runs may cost together, as a share of what the strongest candidate alone would cost, above 0 to 1; null to escalate by
    /// <see cref="Loops"/> only. Outcomes come from <see cref="RunOutcomes.Report"/> and <see cref="ModelRouter.ReportOutcome"/>.
    /// </summary>
    public double? EscalateWithin { get; set; }

    /// <summary>A streamed answer for this role must begin within this time; null for what each deployment says.</summary>
    public TimeSpan? TimeToFirstToken { get; set; }

    /// <summary>A streamed answer for this role may pause for this long; null for what each deployment says.</summary>
    public TimeSpan? Stall { get; set; }

    /// <summary>One attempt for this role may take this long in all; null for what each deployment says.</summary>
    public TimeSpan? Total { get; set; }

    /// <summary>How often at most a deployment is asked again after a failure that may pass, once no other is left; null for what each deployment says.</summary>
    public int? Retries { get; set; }

    /// <summary>Deadline of a round trip of this role; null for <see cref="SkRouterOptions.RoundTripDeadline"/>.</summary>
    public TimeSpan? RoundTripDeadline { get; set; }

    /// <summary>What the role may spend; null for no limit of its own. Further ones can stand in <see cref="SkRouterOptions.Budgets"/>.</summary>
    public BudgetOptions? Budget { get; set; }

    /// <summary>
    /// Where roles share what is short, those of lower priority make do with less first, from 80 % on: they go to cheaper candidates when a
    /// budget that degrades is nearly used up, and to others when a deployment's stated requests or tokens a minute are.
    /// </summary>
    public int Priority { get; set; }
}
