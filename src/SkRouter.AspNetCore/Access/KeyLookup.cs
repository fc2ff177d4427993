using System.Security.Cryptography;
using System.Text;
using SkRouter.Access;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Access;

/// <summary>
/// Finds keys without asking the store each time. What was found is believed for seconds, so that a key that another process revokes is useless
/// soon. A secret that begins like no key is refused from memory, so that guesses cost the store next to nothing: the list of keys is read anew for
/// them some times a second at most, whoever asks, so that a key that was just made is known.
/// </summary>
internal sealed class KeyLookup(IApiKeyStore store, TimeProvider time, ModelRouter? router = null)
{
    public static readonly TimeSpan Believed = TimeSpan.FromSeconds(5);
    private const int MostRemembered = 10_000;
    private const double ReadsPerSecond = 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ApiKey Key, DateTimeOffset At)> _known = new(
        StringComparer.Ordinal
    );

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private KeyPrefixes _prefixes = new([]);
    private double _readsLeft = ReadsPerSecond;
    private DateTimeOffset _readsLeftAt;

    /// <summary>The key of a secret; null if there is none.</summary>
    public ApiKey? Find(string secret)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        lock (_gate)
        {
            if (_known.TryGetValue(hash, out var known) && time.GetUtcNow() - known.At < Believed)
            {
                return known.Key;
            }
        }

        return Volatile.Read(ref _prefixes).Begins(secret) || Refreshed().Begins(secret)
            ? Ask(secret, hash)
            : null;
    }

    /// <summary>Whether a key is bound to a tenant.</summary>
    public bool BindTenant(string tenant) => Refreshed().BindTenant(tenant);

    private ApiKey? Ask(string secret, string hash)
    {
        var found = store.Find(secret);
        var isNew = false;
        lock (_gate)
        {
            if (found is null)
            {
                _known.Remove(hash);
                return null;
            }

            isNew = _seen.Add(found.Id);
            if (_known.Count >= MostRemembered)
            {
                _known.Clear();
            }

            _known[hash] = (found, time.GetUtcNow());
        }

        if (isNew)
        {
            // The key may have been made with a budget a moment ago, which must hold from its first call.
            router?.Budgets.Refresh();
        }

        return found;
    }

    private KeyPrefixes Refreshed()
    {
        if (!MayRead())
        {
            return Volatile.Read(ref _prefixes);
        }

        var prefixes = new KeyPrefixes(store.List());
        Volatile.Write(ref _prefixes, prefixes);
        return prefixes;
    }

    private bool MayRead()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var gained = Math.Max(0, (now - _readsLeftAt).TotalSeconds) * ReadsPerSecond;
            _readsLeft = Math.Min(ReadsPerSecond, _readsLeft + gained);
            _readsLeftAt = now;
            if (_readsLeft < 1)
            {
                return false;
            }

            _readsLeft--;
            return true;
        }
    }
}
