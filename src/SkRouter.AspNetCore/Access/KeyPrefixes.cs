using System.Collections.Frozen;
using SkRouter.Access;

namespace SkRouter.AspNetCore.Access;

/// <summary>What is known of all keys without their secrets, as read at one moment: how they begin, and which tenants they are bound to.</summary>
internal sealed class KeyPrefixes
{
    private readonly FrozenSet<string> _prefixes;
    private readonly int[] _lengths;
    private readonly FrozenSet<string> _tenants;

    public KeyPrefixes(IReadOnlyCollection<ApiKey> keys)
    {
        _prefixes = keys.Select(static key => key.Prefix).ToFrozenSet(StringComparer.Ordinal);
        _lengths = [.. _prefixes.Select(static prefix => prefix.Length).Distinct()];
        _tenants = keys.Select(static key => key.Tenant)
            .OfType<string>()
            .ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Whether a secret begins like that of a key.</summary>
    public bool Begins(string secret)
    {
        foreach (var length in _lengths)
        {
            if (secret.Length >= length && _prefixes.Contains(secret[..length]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a key is bound to a tenant, which then is nobody else's.</summary>
    public bool BindTenant(string tenant) => _tenants.Contains(tenant);
}
