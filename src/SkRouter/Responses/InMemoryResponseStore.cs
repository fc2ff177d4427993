namespace SkRouter.Responses;

/// <summary>Keeps responses in the memory of this process, the most recent ones first when there is no room for all.</summary>
internal sealed class InMemoryResponseStore(TimeProvider time, long maxBytes) : IResponseStore
{
    /// <summary>The memory that responses may take.</summary>
    public const long DefaultMaxBytes = 256 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<StoredResponse>> _byId = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<(string? Owner, string Item), string> _byItem = [];
    private readonly LinkedList<StoredResponse> _oldestFirst = new();
    private long _bytes;

    public ValueTask SaveAsync(
        StoredResponse response,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(response);
        lock (_gate)
        {
            Remove(response.Id);
            _byId[response.Id] = _oldestFirst.AddLast(response);
            _bytes += SizeOf(response);
            foreach (var item in response.ItemIds)
            {
                _byItem[(response.Owner, item)] = response.Id;
            }

            var now = time.GetUtcNow();
            while (
                _oldestFirst.First is { } oldest
                && (_bytes > maxBytes || oldest.Value.ExpiresAt <= now)
            )
            {
                Remove(oldest.Value.Id);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<StoredResponse?> FindAsync(
        string id,
        string? owner,
        CancellationToken cancellationToken = default
    )
    {
        lock (_gate)
        {
            return ValueTask.FromResult(
                _byId.GetValueOrDefault(id)?.Value is { } found
                && found.Owner == owner
                && found.ExpiresAt > time.GetUtcNow()
                    ? found
                    : null
            );
        }
    }

    public ValueTask<StoredResponse?> FindByItemAsync(
        string itemId,
        string? owner,
        CancellationToken cancellationToken = default
    )
    {
        string? id;
        lock (_gate)
        {
            id = _byItem.GetValueOrDefault((owner, itemId));
        }

        return id is null
            ? ValueTask.FromResult<StoredResponse?>(null)
            : FindAsync(id, owner, cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(
        string id,
        string? owner,
        CancellationToken cancellationToken = default
    )
    {
        lock (_gate)
        {
            return ValueTask.FromResult(
                _byId.GetValueOrDefault(id)?.Value is { } found
                    && found.Owner == owner
                    && found.ExpiresAt > time.GetUtcNow()
                    && Remove(id)
            );
        }
    }

    private bool Remove(string id)
    {
        if (!_byId.Remove(id, out var node))
        {
            return false;
        }

        _oldestFirst.Remove(node);
        _bytes -= SizeOf(node.Value);
        foreach (var item in node.Value.ItemIds)
        {
            var key = (node.Value.Owner, item);
            if (_byItem.GetValueOrDefault(key) == id)
            {
                _byItem.Remove(key);
            }
        }

        return true;
    }

    private static long SizeOf(StoredResponse response) =>
        response.Input.Length + response.Response.Length + (response.ItemIds.Count * 100L);
}
