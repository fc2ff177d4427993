namespace SkRouter.AspNetCore.Caching;

/// <summary>Under which names a request carries what the cache may do with it. Like all carriers they never reach a provider.</summary>
internal static class CacheCarrier
{
    /// <summary>A <see cref="TimeSpan"/>: how long the answer may be kept. Without it the cache is not asked at all.</summary>
    public const string KeepFor = "skrouter.cache.keep_for";

    /// <summary>Whose answers it may be given: one caller never gets what another one asked.</summary>
    public const string Scope = "skrouter.cache.scope";

    /// <summary>Present if the answer must be a new one, which is then kept.</summary>
    public const string Refresh = "skrouter.cache.refresh";

    /// <summary>The tag that says in the record what the cache did: <c>hit</c> or <c>miss</c>.</summary>
    public const string Tag = "cache";

    public const string Hit = "hit";
    public const string Miss = "miss";
}
