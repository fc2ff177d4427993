namespace SkRouter.AspNetCore.Tests.Errors;

/// <summary>The error that a caller gets.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">The type, in OpenAI's words.</param>
/// <param name="Code">The code.</param>
/// <param name="Param">The parameter.</param>
/// <param name="Message">A part of the message.</param>
internal sealed record ErrorAnswer(
    int Status,
    string Type,
    string? Code,
    string? Param,
    string Message
)
{
    /// <summary>A part of the message in Anthropic's words, where they are others.</summary>
    public string? AnthropicMessage { get; init; }

    /// <summary>The status on Anthropic's face, where it is another.</summary>
    public int? AnthropicStatus { get; init; }
}
