namespace SkRouter.Access;

/// <summary>
/// A virtual key: what lets a client of this router in, whatever keys the providers want. The secret itself is shown once, when it is made, and
/// kept nowhere.
/// </summary>
public sealed record ApiKey
{
    /// <summary>The tag under which everything that is asked with a key is on the books; its value is the key's id. Budgets of keys are budgets of this tag.</summary>
    public const string Tag = "key";

    /// <summary>Names the key; no secret.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>How the secret begins, so that its holder can tell it from others.</summary>
    public required string Prefix { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it lets nobody in; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; null if it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The roles, models and deployments that may be asked for with it; null for all.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>On whose behalf everything is booked; null if requests may say so themselves.</summary>
    public string? Tenant { get; init; }

    /// <summary>At most so many requests in any minute; null for no limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>No further request while the answers of the last minute took so many tokens; null for no limit.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>At most so many requests at once; null for no limit.</summary>
    public int? MaxParallel { get; init; }

    /// <summary>Keys of the same group share the runs, tenants, tags and conversations that they open; null keeps those to the key itself.</summary>
    public string? Group { get; init; }

    /// <summary>Whether it may read what concerns all keys, such as every series of <c>/metrics</c>.</summary>
    public bool IsOperator { get; init; }

    /// <summary>How long an answer is kept for the same request; null for what the role says.</summary>
    public TimeSpan? CacheFor { get; init; }
}
