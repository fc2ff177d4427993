using System.Security.Cryptography;
using System.Text;
using SkRouter.Access;
using SkRouter.Resilience;

namespace SkRouter.AspNetCore.Dashboard.Access;

/// <summary>
/// The key that people sign in with: the one of the options, or else one that is made at the first start and of which the store keeps a hash.
/// </summary>
internal sealed class AdminKeys(
    SkRouterDashboardOptions options,
    IAdminStore store,
    TimeProvider time
)
{
    /// <summary>How long what was read of the store is believed: a key that another process replaces is useless soon.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly string? _ownVersion = options.AdminKey is { } own
        ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(own)))
        : null;

    private (AdminKeyRecord? Key, DateTimeOffset At)? _stored;

    /// <summary>Changes when the key does, which ends every session; null while there is no key.</summary>
    public string? Version => _ownVersion ?? Stored()?.Hash;

    /// <summary>Why the store cannot be read; null if it can.</summary>
    public string? Fault { get; private set; }

    /// <summary>Makes a key if there is none.</summary>
    /// <returns>The key, which is shown once and kept nowhere; null if there is one already.</returns>
    public string? MakeIfMissing()
    {
        if (
            options.AdminKey is not null
            || options.AllowWithoutSignIn
            || store.ReadKey() is not null
        )
        {
            return null;
        }

        var secret = AdminKeySecret.New();
        var record = AdminKeySecret.Record(secret, time.GetUtcNow());
        return store.TryAddKey(record) ? secret : null;
    }

    public bool IsKey(string? secret)
    {
        if (string.IsNullOrEmpty(secret) || secret.Length > AdminKeySecret.Longest)
        {
            return false;
        }

        return options.AdminKey is { } own
            ? CryptographicOperations.FixedTimeEquals(
                SHA256.HashData(Encoding.UTF8.GetBytes(secret)),
                SHA256.HashData(Encoding.UTF8.GetBytes(own))
            )
            : Stored() is { } stored && AdminKeySecret.IsSecretOf(stored, secret);
    }

    private AdminKeyRecord? Stored()
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_stored is { Key: not null } known && now - known.At < Believed)
            {
                return known.Key;
            }

            try
            {
                _stored = (store.ReadKey(), now);
                Fault = null;
            }
            // People must be able to look at the dashboard of a router whose ledger is in trouble: who signed in before stays so.
            catch (RouterException exception)
            {
                Fault = exception.Message;
                _stored = (_stored?.Key, now);
            }

            return _stored?.Key;
        }
    }
}
