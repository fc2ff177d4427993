namespace SkRouter.Connectors.ChatCompletions;

/// <summary>How a provider wants its own reasoning back in the history.</summary>
internal enum ReasoningEcho
{
    /// <summary>Not at all: it is stripped.</summary>
    None,

    /// <summary>As <c>reasoning_content</c> beside the tool calls of the turn that is still open; stripped from earlier turns.</summary>
    OpenTurn,

    /// <summary>
    /// As <c>reasoning_content</c> on every message of every turn that called tools, empty where another model wrote it; stripped from all
    /// other turns, and everywhere while the model does not think.
    /// </summary>
    ToolTurns,

    /// <summary>As <c>reasoning_details</c>, unchanged.</summary>
    Details,

    /// <summary>As <c>thinking</c> parts of the content.</summary>
    Parts,
}
