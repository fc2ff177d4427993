using SkRouter.Budgets;
using SkRouter.Loops;
using SkRouter.Policies;
using SkRouter.Resilience;

namespace SkRouter.DependencyInjection;

/// <summary>Says what an agent role may use, and how it chooses. Names are those of deployments or models.</summary>
public sealed class RoleBuilder
{
    internal RoleBuilder(RoleOptions options) => Options = options;

    /// <summary>The same as a configuration section would bind it.</summary>
    public RoleOptions Options { get; }

    /// <summary>Candidates in order, whatever the task.</summary>
    public RoleBuilder Prefer(params ReadOnlySpan<string> names) => Add(Options.Prefer, names);

    /// <summary>Candidates for simple tasks.</summary>
    public RoleBuilder Simple(params ReadOnlySpan<string> names) => Add(Options.Simple, names);

    /// <summary>Candidates for complex tasks.</summary>
    public RoleBuilder Complex(params ReadOnlySpan<string> names) => Add(Options.Complex, names);

    /// <summary>Candidates for tasks from a difficulty on, up to where the next tier begins.</summary>
    /// <param name="name">A name of your own; it is shown where routes are explained.</param>
    /// <param name="from">Difficulty, 0 to 1; one tier must begin at 0.</param>
    /// <param name="names">The candidates in order.</param>
    public RoleBuilder Tier(string name, double from, params ReadOnlySpan<string> names)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!Options.Tiers.TryGetValue(name, out var tier))
        {
            Options.Tiers[name] = tier = new();
        }

        tier.From = from;
        return Add(tier.Models, names);
    }

    /// <summary>Candidates after all others.</summary>
    public RoleBuilder FallBackTo(params ReadOnlySpan<string> names) =>
        Add(Options.FallBackTo, names);

    /// <summary>Candidates for a conversation that fits into none of the others.</summary>
    public RoleBuilder OnContextTooLong(params ReadOnlySpan<string> names) =>
        Add(Options.ContextWindowFallBackTo, names);

    /// <summary>Candidates for a request that a content filter refused.</summary>
    public RoleBuilder OnContentFiltered(params ReadOnlySpan<string> names) =>
        Add(Options.ContentFilterFallBackTo, names);

    /// <summary>The cheapest candidate that does the task with at least this probability. Without a list: of all models.</summary>
    /// <param name="probability">Between 0 and 1.</param>
    public RoleBuilder CheapestAdequate(double probability) =>
        Policy(FormattableString.Invariant($"{CheapestAdequatePolicy.PolicyName}({probability})"));

    /// <summary>Checks that the result of a whole piece of work must pass, or it starts again with the next more expensive candidate.</summary>
    /// <param name="checks">Names of checks, e.g. <c>Judge:reviewer</c>.</param>
    public RoleBuilder CheckResult(params ReadOnlySpan<string> checks) =>
        Add(Options.ResultChecks, checks);

    /// <summary>Lets the role learn from the outcomes of its runs when a run should go on with its strongest candidate.</summary>
    /// <param name="share">What all runs may cost together, as a share of what the strongest candidate alone would cost, above 0 to 1.</param>
    public RoleBuilder EscalateWithin(double share)
    {
        Options.EscalateWithin = share;
        return this;
    }

    /// <summary>The candidate with the greatest expected worth.</summary>
    /// <param name="valueOfGoodAnswerUsd">What a good answer is worth, in USD.</param>
    /// <param name="usdPerSecond">What a second of waiting costs, in USD.</param>
    public RoleBuilder Utility(double valueOfGoodAnswerUsd, double usdPerSecond = 0) =>
        Policy(
            FormattableString.Invariant(
                $"{UtilityPolicy.PolicyName}({valueOfGoodAnswerUsd}, {usdPerSecond})"
            )
        );

    /// <summary>Cheapest first; the next one when an answer fails the checks. Every answer is billed.</summary>
    /// <param name="checks">Names of checks, e.g. <c>Json</c>.</param>
    public RoleBuilder Cascade(params ReadOnlySpan<string> checks)
    {
        Add(Options.Checks, checks);
        return Policy(CascadePolicy.PolicyName);
    }

    /// <summary>Tries less known models now and then, within a budget, to learn what they can do.</summary>
    /// <param name="probability">What counts as adequate, between 0 and 1.</param>
    /// <param name="budgetUsd">What exploring may cost in all, in USD.</param>
    public RoleBuilder Explore(double probability, decimal budgetUsd) =>
        Policy(
            FormattableString.Invariant($"{ExplorePolicy.PolicyName}({probability}, {budgetUsd})")
        );

    /// <summary>A policy by name, with its numbers if it takes any; see <see cref="RoleOptions.Policy"/>.</summary>
    public RoleBuilder Policy(string policy)
    {
        Options.Policy = policy;
        return this;
    }

    /// <summary>No model less able than this one.</summary>
    public RoleBuilder Floor(string model)
    {
        Options.Floor = model;
        return this;
    }

    /// <summary>No model more able than this one.</summary>
    public RoleBuilder Ceiling(string model)
    {
        Options.Ceiling = model;
        return this;
    }

    /// <summary>A task counts as complex from this difficulty on.</summary>
    /// <param name="difficulty">0 to 1.</param>
    public RoleBuilder ComplexFrom(double difficulty)
    {
        Options.ComplexFrom = difficulty;
        return this;
    }

    /// <summary>When a streamed answer is shown to the caller.</summary>
    public RoleBuilder CommitOn(CommitOn commitOn)
    {
        Options.CommitOn = commitOn;
        return this;
    }

    /// <summary>What is done when an agent of this role goes in circles.</summary>
    /// <param name="upTo">The last step that may be taken.</param>
    /// <param name="configure">Says when each step is due.</param>
    public RoleBuilder OnLoop(LoopStep upTo, Action<LoopOptions>? configure = null)
    {
        Options.Loops.UpTo = upTo;
        configure?.Invoke(Options.Loops);
        return this;
    }

    /// <summary>How many other deployments one round trip may go on to after the first; 0 switches failover off.</summary>
    public RoleBuilder MaxFallbacks(int count)
    {
        Options.MaxFallbacks = count;
        return this;
    }

    /// <summary>Whether another model may continue a shown text answer that breaks off; see <see cref="RoleOptions.Continue"/>.</summary>
    /// <param name="on">False to give the caller an error instead.</param>
    public RoleBuilder Continue(bool on = true)
    {
        Options.Continue = on;
        return this;
    }

    /// <summary>Asks a second deployment when the first is unusually late; see <see cref="RoleOptions.Hedge"/>.</summary>
    public RoleBuilder Hedge()
    {
        Options.Hedge = true;
        return this;
    }

    /// <summary>Limits what the role may spend; see <see cref="RoleOptions.Budget"/>.</summary>
    /// <param name="usd">The limit in USD.</param>
    /// <param name="per">The period of the calendar.</param>
    /// <param name="configure">Says more: the time zone, what happens to what does not fit.</param>
    public RoleBuilder Budget(decimal usd, Period per, Action<BudgetOptions>? configure = null)
    {
        Options.Budget = new() { Usd = usd, Per = per };
        configure?.Invoke(Options.Budget);
        return this;
    }

    /// <summary>Limits what the role may spend within any stretch of time; see <see cref="RoleOptions.Budget"/>.</summary>
    /// <param name="usd">The limit in USD.</param>
    /// <param name="rolling">How long spend counts.</param>
    /// <param name="configure">Says more: what happens to what does not fit.</param>
    public RoleBuilder Budget(
        decimal usd,
        TimeSpan rolling,
        Action<BudgetOptions>? configure = null
    )
    {
        Options.Budget = new() { Usd = usd, Rolling = rolling };
        configure?.Invoke(Options.Budget);
        return this;
    }

    /// <summary>Which role makes do with other candidates first when a shared budget or a deployment's limit is short; see <see cref="RoleOptions.Priority"/>.</summary>
    /// <param name="priority">Higher is more important; 0 unless said.</param>
    public RoleBuilder Priority(int priority)
    {
        Options.Priority = priority;
        return this;
    }

    private RoleBuilder Add(IList<string> list, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            list.Add(name);
        }

        return this;
    }
}
