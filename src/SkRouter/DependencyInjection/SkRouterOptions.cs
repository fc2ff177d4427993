using SkRouter.Balancing;

namespace SkRouter.DependencyInjection;

/// <summary>Everything that can be configured, as a configuration section binds it. The builder verbs write into the same object.</summary>
public sealed class SkRouterOptions
{
    /// <summary>Default of <see cref="LongestTotalWait"/>.</summary>
    public static readonly TimeSpan DefaultLongestTotalWait = TimeSpan.FromSeconds(60);

    /// <summary>Default of <see cref="PromptCacheWarmFor"/>.</summary>
    public static readonly TimeSpan DefaultPromptCacheWarmFor = TimeSpan.FromMinutes(5);

    /// <summary>Default of <see cref="AssumedOutputTokens"/>.</summary>
    public const long DefaultAssumedOutputTokens = 4_096;

    /// <summary>
    /// The role of a call that names none. Without it such a call goes to the role named "default" or the only role there is,
    /// and where there are several to all models in the order of their registration.
    /// </summary>
    public string? DefaultRole { get; set; }

    /// <summary>Roles by name.</summary>
    public IDictionary<string, RoleOptions> Roles { get; } =
        new Dictionary<string, RoleOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Facts about deployments, by the key under which the app registered the chat service in the kernel.</summary>
    public IDictionary<string, DeploymentOptions> Deployments { get; } =
        new Dictionary<string, DeploymentOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How traffic is spread between deployments of one model: <c>Weighted</c>, <c>LeastBusy</c>, <c>LowestLatency</c> or <c>LowestPrice</c>.</summary>
    public string Balancing { get; set; } = WeightedBalancer.BalancerName;

    /// <summary>
    /// For how long a provider's prompt cache counts as warm after a conversation's last answer. While it does, the
    /// conversation stays on that deployment of a model if reading the cache there is cheaper than starting on another; zero
    /// turns that off.
    /// </summary>
    public TimeSpan PromptCacheWarmFor { get; set; } = DefaultPromptCacheWarmFor;

    /// <summary>What a deployment without a known price leads to.</summary>
    public MissingPriceAction MissingPrice { get; set; } = MissingPriceAction.Fail;

    /// <summary>One round trip may take this long in all, over every attempt and wait; null for 180 s, or 660 s where a candidate reasons.</summary>
    public TimeSpan? RoundTripDeadline { get; set; }

    /// <summary>How long attempts and round trips may take where neither role nor deployment says.</summary>
    public TimeOptions Times { get; } = new();

    /// <summary>One round trip may spend this long waiting in all, for rate limits and failures to pass. It waits only when no candidate is free.</summary>
    public TimeSpan LongestTotalWait { get; set; } = DefaultLongestTotalWait;

    /// <summary>
    /// When every candidate is down, keep trying until the deadline instead of failing at once. For agents that work unattended;
    /// a person in front of a screen would rather see the error.
    /// </summary>
    public bool WaitOutOutages { get; set; }

    /// <summary>What is done when an agent goes in circles, unless its role says otherwise.</summary>
    public LoopOptions Loops { get; } = new();

    /// <summary>How often the agents of one run may ask for a stronger model by the tool <c>request_stronger_model</c>.</summary>
    public int StrongerModelRequests { get; set; } = 3;

    /// <summary>For how many round trips such a request holds.</summary>
    public int StrongerModelRoundTrips { get; set; } = 3;

    /// <summary>What may be spent, under names of your own. A role's own budget can also stand with the role.</summary>
    public IDictionary<string, ScopedBudgetOptions> Budgets { get; } =
        new Dictionary<string, ScopedBudgetOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The most output, in tokens, that is reckoned with where a call does not limit it; more where the model usually writes more for the role.
    /// Where a budget must hold, the model is asked for no more.
    /// </summary>
    public long AssumedOutputTokens { get; set; } = DefaultAssumedOutputTokens;

    /// <summary>How many decision records the in-memory ledger keeps in full; older ones stay in the sums only.</summary>
    public int InMemoryLedgerCapacity { get; set; } = 1_000;
}
