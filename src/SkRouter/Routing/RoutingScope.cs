using SkRouter.Access;
using SkRouter.Budgets;
using SkRouter.Checking;

namespace SkRouter.Routing;

/// <summary>Names role, agent, run, tenant and tags for every call that is made while it is open, in this flow and those that it starts.</summary>
public sealed class RoutingScope : IDisposable
{
    private static readonly AsyncLocal<RoutingScope?> Ambient = new();

    private readonly RoutingScope? _outer;

    private RoutingScope()
    {
        _outer = Ambient.Value;
        Ambient.Value = this;
    }

    /// <summary>The role; null if neither this scope nor one around it names one.</summary>
    public string? Role { get; private init; }

    /// <summary>The agent; null if neither this scope nor one around it names one.</summary>
    public string? Agent { get; private init; }

    /// <summary>The run; null if neither this scope nor one around it names one.</summary>
    public string? Run { get; private init; }

    /// <summary>The tenant; null if neither this scope nor one around it names one.</summary>
    public string? Tenant { get; private init; }

    /// <summary>The tags of this scope and those around it; of one key the innermost counts. Null if there are none.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; private init; }

    internal static RoutingScope? Current => Ambient.Value;

    /// <summary>The open run that pays for the calls; null if none does, or if only its id can tell.</summary>
    internal RouterRun? Payer { get; private init; }

    /// <summary>The attempt at checked work that the calls belong to; null if there is none.</summary>
    internal WorkAttempt? Work { get; private init; }

    /// <summary>What the caller of this flow may reach; null for everything.</summary>
    internal CallAccess? Access { get; private init; }

    /// <summary>Opens a scope. What it does not name is taken from the scope around it.</summary>
    /// <param name="role">A role, deployment or model.</param>
    /// <param name="agent">An agent's name.</param>
    /// <param name="run">Identifies the run.</param>
    /// <param name="tenant">On whose behalf the calls are made.</param>
    /// <param name="tags">Tags for the records and for sums by tag; they add to those of the scope around it.</param>
    public static RoutingScope Begin(
        string? role = null,
        string? agent = null,
        string? run = null,
        string? tenant = null,
        IReadOnlyDictionary<string, string>? tags = null
    ) => Begin(role, agent, run, tenant, tags, payer: null);

    /// <summary>The scope of a run that is open.</summary>
    internal static RoutingScope Begin(RouterRun payer) =>
        Begin(role: null, agent: null, payer.Id, tenant: null, tags: null, payer);

    /// <summary>The scope of a caller: what it and every nested call of its flow may reach, and for whom they are made.</summary>
    internal static RoutingScope Begin(
        CallAccess access,
        string? tenant,
        IReadOnlyDictionary<string, string>? tags
    ) => Begin(role: null, agent: null, run: null, tenant, tags, payer: null, access);

    /// <summary>The scope of an attempt at checked work.</summary>
    internal static RoutingScope Begin(WorkAttempt work) =>
        Begin(
            role: null,
            agent: null,
            run: null,
            tenant: null,
            tags: null,
            payer: null,
            work: work
        );

    private static RoutingScope Begin(
        string? role,
        string? agent,
        string? run,
        string? tenant,
        IReadOnlyDictionary<string, string>? tags,
        RouterRun? payer,
        CallAccess? access = null,
        WorkAttempt? work = null
    )
    {
        var outer = Ambient.Value;
        return new()
        {
            Access = access ?? outer?.Access,
            Work = work ?? outer?.Work,
            Payer = payer ?? (run is null || run == outer?.Run ? outer?.Payer : null),
            Role = role ?? outer?.Role,
            Agent = agent ?? outer?.Agent,
            Run = run ?? outer?.Run,
            Tenant = tenant ?? outer?.Tenant,
            Tags = Merge(outer?.Tags, tags),
        };
    }

    /// <summary>Closes the scope.</summary>
    public void Dispose()
    {
        if (ReferenceEquals(Ambient.Value, this))
        {
            Ambient.Value = _outer;
        }
    }

    // A copy, so that what the app does with its dictionary later changes nothing here.
    private static IReadOnlyDictionary<string, string>? Merge(
        IReadOnlyDictionary<string, string>? outer,
        IReadOnlyDictionary<string, string>? own
    )
    {
        if (own is not { Count: > 0 })
        {
            return outer;
        }

        var all = new Dictionary<string, string>(outer ?? own, StringComparer.Ordinal);
        foreach (var (key, value) in own)
        {
            all[key] = value;
        }

        return all;
    }
}
