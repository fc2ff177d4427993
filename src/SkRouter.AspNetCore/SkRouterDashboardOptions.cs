namespace SkRouter.AspNetCore;

/// <summary>How the dashboard is served.</summary>
public sealed class SkRouterDashboardOptions
{
    /// <summary>The fewest characters of an <see cref="AdminKey"/>.</summary>
    public const int ShortestAdminKey = 16;

    /// <summary>
    /// What a person signs in with. Null lets in this machine alone: connections of it that ask for it by its own name and come without a proxy.
    /// It belongs into the environment, not into a file.
    /// </summary>
    public string? AdminKey { get; set; }

    /// <summary>How long somebody who signed in stays so.</summary>
    public TimeSpan SignedInFor { get; set; } = TimeSpan.FromHours(12);
}
