using System.Net;
using SkRouter.Resilience;

namespace SkRouter.Connectors;

/// <summary>A provider refused a request, answered something unreadable, or reported an error in the middle of a stream.</summary>
/// <remarks>The message quotes what the provider said, shortened, and never holds a key.</remarks>
public sealed class ProviderException : HttpRequestException, IRetryAfterSource, IRefusalSource
{
    internal ProviderException(string message, HttpStatusCode? statusCode, Exception? inner = null)
        : base(message, inner, statusCode) { }

    /// <summary>The provider's name, as in configuration: <c>anthropic</c>, <c>openrouter</c>, ...</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's own code for the error (<c>context_length_exceeded</c>, <c>NOT_FOUND</c>, ...), if it gave one.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The provider's own class of error (<c>invalid_request_error</c>, <c>overloaded_error</c>, ...), if it gave one.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The parameter that the provider complained about, if it named one.</summary>
    public string? Parameter { get; init; }

    /// <summary>What the provider said, shortened, without keys.</summary>
    public string? Detail { get; init; }

    /// <summary>How long the provider asks us to wait, if it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The provider's id of the request, for its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>What the router reads the meaning of the refusal from.</summary>
    internal string? Body { get; init; }

    string? IRefusalSource.Body => Body;

    /// <summary>Whether the error arrived inside a stream that had already begun.</summary>
    public bool MidStream { get; init; }
}
