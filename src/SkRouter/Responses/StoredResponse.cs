namespace SkRouter.Responses;

/// <summary>Represents an answer that is kept, so that a later request can refer to it instead of repeating the conversation.</summary>
public sealed record StoredResponse
{
    /// <summary>Gets the id of the response, such as <c>resp_...</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the id of the API key that the response belongs to; null if no key was needed.</summary>
    public string? Owner { get; init; }

    /// <summary>Gets when the response was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the response is deleted.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets the id of the response that this one goes on from; null if it begins a conversation.</summary>
    public string? PreviousId { get; init; }

    /// <summary>Gets the items of the request as a JSON array, without those of earlier responses.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Gets the ids of the items of input and output, by which a later request may refer to one of them.</summary>
    public IReadOnlyList<string> ItemIds { get; init; } = [];

    /// <summary>Gets the response as a JSON object.</summary>
    public required ReadOnlyMemory<byte> Response { get; init; }
}
