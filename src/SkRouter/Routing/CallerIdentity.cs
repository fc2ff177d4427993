namespace SkRouter.Routing;

/// <summary>Who calls, as far as a framework above the router knows it.</summary>
/// <param name="Agent">Name of the agent; null if unknown. If a role has the same name, it is the role too.</param>
/// <param name="Session">The session or conversation; null if unknown. It becomes the run unless the call names one.</param>
public readonly record struct CallerIdentity(string? Agent, string? Session)
{
    /// <summary>On whose behalf; null if unknown.</summary>
    public string? Tenant { get; init; }

    /// <summary>Tags for the record and for sums by tag; null if none.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
