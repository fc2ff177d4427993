namespace SkRouter.Agents;

/// <summary>Settings of every model call of a role; what is null is left to the provider.</summary>
public sealed record RoleSettings
{
    /// <summary>Sampling temperature, 0 to 2.</summary>
    public float? Temperature { get; init; }

    /// <summary>Nucleus sampling, above 0 to 1.</summary>
    public float? TopP { get; init; }

    /// <summary>Longest answer, in tokens.</summary>
    public int? MaxOutputTokens { get; init; }
}
