namespace SkRouter.AspNetCore;

/// <summary>How the dashboard is served.</summary>
public sealed class SkRouterDashboardOptions
{
    /// <summary>The fewest characters of an <see cref="AdminKey"/>.</summary>
    public const int ShortestAdminKey = 16;

    /// <summary>
    /// What a person signs in with. Null has a key made at the first start, of which the app's <see cref="SkRouter.Access.IAdminStore"/> keeps a hash; a
    /// link in the log signs in once. Keep your own key in the environment, not in a file.
    /// </summary>
    public string? AdminKey { get; set; }

    /// <summary>
    /// Lets in everybody on this machine without signing in, and nobody else: requests that come from elsewhere, through a proxy, for another host name
    /// or from another site's page are refused. For a developer's own machine; never behind a reverse proxy.
    /// </summary>
    public bool AllowWithoutSignIn { get; set; }

    /// <summary>How long somebody who signed in stays so.</summary>
    public TimeSpan SignedInFor { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Whether a missing admin key is made when the app starts; a host that shows it itself makes it later.</summary>
    internal bool MakesKeyAtStart { get; set; } = true;
}
