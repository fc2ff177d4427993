using SkRouter.Catalog;

namespace SkRouter.DependencyInjection;

/// <summary>Facts about one deployment and how it may be used.</summary>
public sealed class DeploymentOptions
{
    /// <summary>Default of <see cref="Stall"/>.</summary>
    public static readonly TimeSpan DefaultStall = TimeSpan.FromSeconds(30);

    /// <summary>The model that it serves; null for what the service itself says, else the key. Deployments of one model stand in for each other.</summary>
    public string? Model { get; set; }

    /// <summary>Who runs it, e.g. <c>openai</c>; null for what the service itself says.</summary>
    public string? Provider { get; set; }

    /// <summary>What it charges; null for what the catalogue knows of the model.</summary>
    public PriceOptions? Price { get; set; }

    /// <summary>Largest input plus output, in tokens; null for what the catalogue knows of the model.</summary>
    public long? ContextWindow { get; set; }

    /// <summary>What it can do; null for what the catalogue knows of the model, and where that is nothing, nothing is ruled out.</summary>
    public ModelCapabilities? Capabilities { get; set; }

    /// <summary>
    /// Whether the deployment continues an assistant message that the request ends with (prefill, partial mode), so that it can go on with an answer
    /// that another model broke off; null for what the catalogue knows of the model at its provider. A model that answers anew instead of continuing
    /// would repeat what the caller has seen.
    /// </summary>
    public bool? TakesPrefix { get; set; }

    /// <summary>
    /// How able the model is before any outcome is known, where you know better than its price: 0 is a cheap small model, 1 a
    /// large one of the same time, 2 and more the strongest. Null to go by the price.
    /// </summary>
    public double? Ability { get; set; }

    /// <summary>Share of the traffic between deployments of one model, relative to the others.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>
    /// A streamed answer must begin within this time; null to go by what is known of the model and by what the deployment usually takes, see
    /// <see cref="SkRouterOptions.Times"/>.
    /// </summary>
    public TimeSpan? TimeToFirstToken { get; set; }

    /// <summary>A streamed answer may pause for this long.</summary>
    public TimeSpan Stall { get; set; } = DefaultStall;

    /// <summary>
    /// One attempt may take this long in all; null for 120 s, or 600 s where the model reasons. A plain answer has no first token, so this
    /// alone bounds a deployment that is silent.
    /// </summary>
    public TimeSpan? Total { get; set; }

    /// <summary>
    /// How often one round trip may ask this deployment again after a failure that may pass (a 5xx, a reset, a broken answer), once no
    /// other candidate is left. While another is free, it is asked instead.
    /// </summary>
    public int Retries { get; set; } = 1;

    /// <summary>
    /// How often one round trip may ask this deployment again after a rate limit (429, 529), once no other candidate is left. It waits for
    /// as long as the provider says, and for no longer than <see cref="SkRouterOptions.LongestTotalWait"/> in all.
    /// </summary>
    public int RateLimitRetries { get; set; } = 3;

    /// <summary>Median delay before the first such retry; it doubles with each further one, up to 15 s, and is jittered.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Its circuit.</summary>
    public CircuitOptions Circuit { get; set; } = new();

    /// <summary>How long it is left alone after a rate limit that does not say for how long. What a provider says, with whatever status, takes precedence.</summary>
    public TimeSpan Cooldown { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Asks the deployment for one token about this often (give or take a fifth) while it is cooling down, its circuit is
    /// open, or nobody has asked it for that long; null for never. An answer ends a cooldown that the provider did not ask for
    /// itself and closes the circuit; a failure counts against it. What the checks cost is in the ledger under the role
    /// <c>health-check</c>. They begin when the router is first used.
    /// </summary>
    public TimeSpan? ActiveCheck { get; set; }

    /// <summary>How many round trips may be under way at once; null for no limit.</summary>
    public int? MaxParallel { get; set; }

    /// <summary>How many requests it takes a minute; null if unknown, and then rate-limit headers teach it.</summary>
    public int? RequestsPerMinute { get; set; }

    /// <summary>How many tokens, input and output, it takes a minute; null if unknown, and then rate-limit headers teach it.</summary>
    public long? TokensPerMinute { get; set; }

    /// <summary>
    /// Whether an answer that does not say why it ended counts as cut off. Null, the default: it does for connectors that are known to say so, and
    /// for any other service from the first answer on that does.
    /// </summary>
    public bool? RequiresFinishReason { get; set; }
}
