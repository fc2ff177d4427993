namespace SkRouter.Routing;

/// <summary>Names under which a call can carry who it is from: in execution settings, chat options or the kernel's data. They never reach a provider.</summary>
public static class CarrierKeys
{
    /// <summary>A role, deployment or model.</summary>
    public const string Role = "skrouter.role";

    /// <summary>The agent's name.</summary>
    public const string Agent = "skrouter.agent";

    /// <summary>The run's id.</summary>
    public const string Run = "skrouter.run";

    /// <summary>The tenant: on whose behalf the call is made.</summary>
    public const string Tenant = "skrouter.tenant";

    /// <summary>Tags: a text such as <c>project=apollo, stage=test</c>, or a dictionary of texts.</summary>
    public const string Tags = "skrouter.tags";

    /// <summary>How many other deployments this call may go on to; 0 switches failover off for it.</summary>
    public const string MaxFallbacks = "skrouter.max_fallbacks";

    /// <summary>A model: none less able than it may answer this call.</summary>
    public const string Floor = "skrouter.floor";

    /// <summary>A model: none more able than it may answer this call.</summary>
    public const string Ceiling = "skrouter.ceiling";

    internal const string Prefix = "skrouter.";
}
