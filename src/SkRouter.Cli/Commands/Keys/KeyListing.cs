using SkRouter.Access;

namespace SkRouter.Cli.Commands.Keys;

/// <summary>A key as <c>skrouter key list --json</c> shows it.</summary>
internal sealed record KeyListing
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Prefix { get; init; }

    /// <summary><c>good</c>, <c>expired</c> or <c>revoked</c>.</summary>
    public required string State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Null for everything.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    public string? Tenant { get; init; }

    /// <summary>Keys of one group share what they open; null for none.</summary>
    public string? Group { get; init; }

    public bool IsOperator { get; init; }

    public int? RequestsPerMinute { get; init; }

    public long? TokensPerMinute { get; init; }

    public int? MaxParallel { get; init; }

    public double? CacheForSeconds { get; init; }

    public static KeyListing Of(ApiKey key, DateTimeOffset now) =>
        new()
        {
            Id = key.Id,
            Name = key.Name,
            Prefix = key.Prefix,
            State =
                key.RevokedAt is not null ? "revoked"
                : key.ExpiresAt <= now ? "expired"
                : "good",
            CreatedAt = key.CreatedAt,
            ExpiresAt = key.ExpiresAt,
            RevokedAt = key.RevokedAt,
            Targets = key.Targets,
            Tenant = key.Tenant,
            Group = key.Group,
            IsOperator = key.IsOperator,
            RequestsPerMinute = key.RequestsPerMinute,
            TokensPerMinute = key.TokensPerMinute,
            MaxParallel = key.MaxParallel,
            CacheForSeconds = key.CacheFor?.TotalSeconds,
        };
}
