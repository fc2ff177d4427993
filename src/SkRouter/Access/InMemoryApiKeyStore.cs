using System.Security.Cryptography;

namespace SkRouter.Access;

/// <summary>Keys of this process.</summary>
internal sealed class InMemoryApiKeyStore : IApiKeyStore
{
    private const int PepperBytes = 32;

    private readonly Lock _gate = new();
    private readonly byte[] _pepper = RandomNumberGenerator.GetBytes(PepperBytes);
    private readonly List<(ApiKey Key, byte[] Hash)> _keys = [];

    public void Add(ApiKey key, string secret)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(secret);
        var hash = ApiKeySecret.Hash(secret, _pepper);
        lock (_gate)
        {
            if (_keys.Exists(known => known.Key.Id == key.Id))
            {
                throw new ArgumentException($"There is a key '{key.Id}' already.", nameof(key));
            }

            _keys.Add((key, hash));
        }
    }

    public IReadOnlyList<ApiKey> List()
    {
        lock (_gate)
        {
            return [.. _keys.Select(known => known.Key)];
        }
    }

    public ApiKey? Find(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var hash = ApiKeySecret.Hash(secret, _pepper);
        ApiKey? found = null;
        lock (_gate)
        {
            // To the end, whether it was found or not: time must not tell.
            foreach (var (key, known) in _keys)
            {
                found = CryptographicOperations.FixedTimeEquals(hash, known) ? key : found;
            }
        }

        return found;
    }

    public bool Revoke(string id, DateTimeOffset at)
    {
        lock (_gate)
        {
            var index = _keys.FindIndex(known => known.Key.Id == id);
            if (index < 0 || _keys[index].Key.RevokedAt is not null)
            {
                return false;
            }

            _keys[index] = (_keys[index].Key with { RevokedAt = at }, _keys[index].Hash);
            return true;
        }
    }
}
