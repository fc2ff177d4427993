using System.Text.Json;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Represents one request of the Responses API.</summary>
internal sealed class ResponsesRequest
{
    /// <summary>Gets what it asks of the router.</summary>
    public required ApiRequest Asked { get; init; }

    /// <summary>Gets the body as the client wrote it; the answer repeats parts of it.</summary>
    public required JsonElement Body { get; init; }

    public required ResponsesTools Tools { get; init; }

    /// <summary>Gets what the request refers to of stored responses.</summary>
    public required StoredItems Earlier { get; init; }

    /// <summary>Gets the id of the stored response that the conversation goes on from; null for a new conversation.</summary>
    public string? PreviousResponseId { get; init; }

    /// <summary>Gets whether the answer is kept.</summary>
    public bool Stores { get; init; }
}
