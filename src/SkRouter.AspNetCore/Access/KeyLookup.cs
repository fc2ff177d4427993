using System.Security.Cryptography;
using System.Text;
using SkRouter.Access;

namespace SkRouter.AspNetCore.Access;

/// <summary>
/// Finds keys without asking the store each time. What was found is believed for seconds, so that a key that another process revokes is useless
/// soon; secrets are remembered by their hash, and those that are none in bounded number.
/// </summary>
internal sealed class KeyLookup(IApiKeyStore store, TimeProvider time)
{
    public static readonly TimeSpan Believed = TimeSpan.FromSeconds(5);
    private const int MostRemembered = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ApiKey? Key, DateTimeOffset At)> _known = new(
        StringComparer.Ordinal
    );

    private (bool Any, DateTimeOffset At)? _any;

    /// <summary>Whether there is any key at all, revoked ones included: once there was one, nobody is let in without.</summary>
    public bool Any
    {
        get
        {
            var now = time.GetUtcNow();
            lock (_gate)
            {
                if (_any is { } known && (known.Any || now - known.At < Believed))
                {
                    return known.Any;
                }
            }

            var any = store.List().Count > 0;
            lock (_gate)
            {
                _any = (any, now);
            }

            return any;
        }
    }

    /// <summary>What was found when a secret was asked about lately; costs nothing.</summary>
    /// <returns>Null if it is to be looked for.</returns>
    public (ApiKey? Key, DateTimeOffset At)? Known(string hash)
    {
        lock (_gate)
        {
            return _known.TryGetValue(hash, out var known) && time.GetUtcNow() - known.At < Believed
                ? known
                : null;
        }
    }

    public ApiKey? Find(string secret, string hash)
    {
        var found = store.Find(secret);
        lock (_gate)
        {
            if (_known.Count >= MostRemembered)
            {
                _known.Clear();
            }

            _known[hash] = (found, time.GetUtcNow());
        }

        return found;
    }

    public static string HashOf(string secret) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
