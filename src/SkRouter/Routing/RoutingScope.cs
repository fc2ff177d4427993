namespace SkRouter.Routing;

/// <summary>Names role, agent and run for every call that is made while it is open, in this flow and those that it starts.</summary>
public sealed class RoutingScope : IDisposable
{
    private static readonly AsyncLocal<RoutingScope?> Ambient = new();

    private readonly RoutingScope? _outer;

    private RoutingScope(string? role, string? agent, string? run)
    {
        _outer = Ambient.Value;
        Role = role ?? _outer?.Role;
        Agent = agent ?? _outer?.Agent;
        Run = run ?? _outer?.Run;
        Ambient.Value = this;
    }

    /// <summary>The role; null if neither this scope nor one around it names one.</summary>
    public string? Role { get; }

    /// <summary>The agent; null if neither this scope nor one around it names one.</summary>
    public string? Agent { get; }

    /// <summary>The run; null if neither this scope nor one around it names one.</summary>
    public string? Run { get; }

    internal static RoutingScope? Current => Ambient.Value;

    /// <summary>Opens a scope. What it does not name is taken from the scope around it.</summary>
    /// <param name="role">A role, deployment or model.</param>
    /// <param name="agent">An agent's name.</param>
    /// <param name="run">Identifies the run.</param>
    public static RoutingScope Begin(
        string? role = null,
        string? agent = null,
        string? run = null
    ) => new(role, agent, run);

    /// <summary>Closes the scope.</summary>
    public void Dispose()
    {
        if (ReferenceEquals(Ambient.Value, this))
        {
            Ambient.Value = _outer;
        }
    }
}
