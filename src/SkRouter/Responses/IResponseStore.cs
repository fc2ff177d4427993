namespace SkRouter.Responses;

/// <summary>
/// Keeps responses for a limited time. A response is visible only to the API key that made it. Implementations must be safe for concurrent use, and must
/// not return a response that has expired.
/// </summary>
public interface IResponseStore
{
    /// <summary>Keeps a response. It is durable, as far as the store is, when the task completes.</summary>
    /// <param name="response">The response.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask SaveAsync(StoredResponse response, CancellationToken cancellationToken = default);

    /// <summary>Finds a response by its id.</summary>
    /// <param name="id">The id of the response.</param>
    /// <param name="owner">The id of the API key that asks; null if no key was needed.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>Null if there is no such response, or it belongs to another key.</returns>
    ValueTask<StoredResponse?> FindAsync(
        string id,
        string? owner,
        CancellationToken cancellationToken = default
    );

    /// <summary>Finds the latest response that has an item, in its input or its output.</summary>
    /// <param name="itemId">The id of the item.</param>
    /// <param name="owner">The id of the API key that asks; null if no key was needed.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>Null if there is no such response, or it belongs to another key.</returns>
    ValueTask<StoredResponse?> FindByItemAsync(
        string itemId,
        string? owner,
        CancellationToken cancellationToken = default
    );

    /// <summary>Deletes a response.</summary>
    /// <param name="id">The id of the response.</param>
    /// <param name="owner">The id of the API key that asks; null if no key was needed.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>False if there is no such response, or it belongs to another key.</returns>
    ValueTask<bool> DeleteAsync(
        string id,
        string? owner,
        CancellationToken cancellationToken = default
    );
}
