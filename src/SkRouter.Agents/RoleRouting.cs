namespace SkRouter.Agents;

/// <summary>Which models a role may use. Names are those of deployments or models that the app registers.</summary>
public sealed record RoleRouting
{
    /// <summary>Candidates in order, whatever the task.</summary>
    public IReadOnlyList<string> Prefer { get; init; } = [];

    /// <summary>Candidates for simple tasks.</summary>
    public IReadOnlyList<string> Simple { get; init; } = [];

    /// <summary>Candidates for complex tasks.</summary>
    public IReadOnlyList<string> Complex { get; init; } = [];

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
