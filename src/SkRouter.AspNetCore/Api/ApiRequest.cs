using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Api;

/// <summary>What a request asks, whatever its protocol.</summary>
internal sealed class ApiRequest
{
    /// <summary>What it calls the model.</summary>
    public string? Model { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public required ChatOptions Options { get; init; }

    public bool Streamed { get; init; }

    /// <summary>Gets whether a stream begins even if the conversation is too long, because clients look for that in an event.</summary>
    public bool TellsTooLongInStream { get; init; }

    /// <summary>Gets whether the protocol has a stop reason for an answer that a content rule ended, so that a stream begins for it.</summary>
    public bool TellsRefusals { get; init; }

    /// <summary>Names of fields that mean nothing here; told in a header, so that nobody wonders.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];
}
