using SkRouter.Access;
using SkRouter.Catalog;

namespace SkRouter.AspNetCore.Access;

/// <summary>Who sent a request.</summary>
/// <param name="Name">The key's name; <c>local</c> where no key is asked for.</param>
internal sealed record ApiCaller(string Name)
{
    /// <summary>The key's id, which is no secret; null where no key is asked for.</summary>
    public string? KeyId { get; init; }

    /// <summary>
    /// Who owns the runs, conversations and other names that it opens: the key, or the group of keys that shares them. Null where no key is asked for:
    /// then there is one caller, who owns everything. Whatever is stored for a caller is kept under this and found by nobody else.
    /// </summary>
    public string? Owner { get; init; }

    /// <summary>Whether it may read what concerns all keys.</summary>
    public bool IsOperator { get; init; }

    /// <summary>On whose behalf everything of this key is booked; null if the request may say so itself.</summary>
    public string? Tenant { get; init; }

    /// <summary>Roles, models and deployments that it may ask for; null for all.</summary>
    public IReadOnlySet<string>? Targets { get; init; }

    /// <summary>Tags that everything of this key is booked under.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>How long answers to it are kept for the same request; null for what the role says.</summary>
    public TimeSpan? CacheFor { get; init; }

    public static ApiCaller Of(ApiKey key) =>
        new(key.Name)
        {
            KeyId = key.Id,
            Owner = key.Group is { } group ? $"group:{group}" : key.Id,
            IsOperator = key.IsOperator,
            Tenant = key.Tenant,
            Targets = key.Targets?.ToHashSet(StringComparer.Ordinal),
            Tags = new Dictionary<string, string>(StringComparer.Ordinal) { [ApiKey.Tag] = key.Id },
            CacheFor = key.CacheFor,
        };

    /// <param name="target">A role, model or deployment.</param>
    public bool MayUse(string target) => Targets is null || Targets.Contains(target);

    /// <summary>Whether it may use a deployment by its key or its model's name.</summary>
    public bool MayUse(Deployment deployment) =>
        Targets is null || Targets.Contains(deployment.Key) || Targets.Contains(deployment.Model);
}
