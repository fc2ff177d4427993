namespace SkRouter.Access;

/// <summary>Keeps virtual keys, and of their secrets only what it takes to recognise them. Without a store that keeps its books in a file, keys are forgotten with the process.</summary>
public interface IApiKeyStore
{
    /// <summary>Adds a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="secret">Its secret, of which only a keyed hash is kept.</param>
    /// <exception cref="ArgumentException">There is a key with this id already.</exception>
    void Add(ApiKey key, string secret);

    /// <summary>Every key, revoked and expired ones too, oldest first.</summary>
    IReadOnlyList<ApiKey> List();

    /// <summary>The key that a secret belongs to, revoked and expired ones too; null if there is none.</summary>
    /// <param name="secret">What a client sent.</param>
    ApiKey? Find(string secret);

    /// <summary>Makes a key useless from now on.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="at">When that is.</param>
    /// <returns>False if there is no such key, or it was revoked before.</returns>
    bool Revoke(string id, DateTimeOffset at);
}
