using SkRouter.Access;

namespace SkRouter.AspNetCore.Tests.Access;

/// <summary>Counts how often it is asked.</summary>
internal sealed class CountingKeyStore : IApiKeyStore
{
    private readonly InMemoryApiKeyStore _keys = new();

    public int Finds { get; private set; }

    public int Lists { get; private set; }

    public void Add(ApiKey key, string secret) => _keys.Add(key, secret);

    public IReadOnlyList<ApiKey> List()
    {
        Lists++;
        return _keys.List();
    }

    public ApiKey? Find(string secret)
    {
        Finds++;
        return _keys.Find(secret);
    }

    public bool Revoke(string id, DateTimeOffset at) => _keys.Revoke(id, at);
}
