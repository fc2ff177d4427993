namespace SkRouter.AspNetCore.Api;

/// <summary>Why a request gets no answer, before it is put into the words of a protocol.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Type">OpenAI's word for it, such as <c>invalid_request_error</c>; Anthropic's follows from the status.</param>
/// <param name="Message">What happened, where, and what to do; safe to show to a remote caller.</param>
internal sealed record ApiFault(int Status, string Type, string Message)
{
    /// <summary>A word that programs can compare; null if the type says it all.</summary>
    public string? Code { get; init; }

    /// <summary>The field of the request that is wrong; null if none is.</summary>
    public string? Field { get; init; }

    /// <summary>When it makes sense to ask again; null if nobody knows.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the message in Anthropic's own words, where its clients look for them; null for <see cref="Message"/>.</summary>
    public string? AnthropicMessage { get; init; }

    /// <summary>Gets whether a content rule ended the answer, which some protocols have a stop reason for.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>Gets whether asking again later may help; null if the status says so.</summary>
    public bool? ShouldRetry { get; init; }
}
