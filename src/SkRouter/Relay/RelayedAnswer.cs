using Microsoft.Extensions.AI;

namespace SkRouter.Relay;

/// <summary>
/// A plain answer as its provider wrote it in OpenAI's chat completions, beside what was read of it: one choice with a text and nothing else. A client of
/// that protocol can be given it as it is, as long as nobody on the way has changed what it says.
/// </summary>
/// <param name="Body">The answer.</param>
/// <param name="Model">Where the model's name is, quotes included.</param>
/// <param name="UsageEnd">Where the object of the usage ends, before its brace.</param>
/// <param name="Text">The text.</param>
/// <param name="Usage">The usage.</param>
/// <param name="Finish">Why it ended.</param>
internal sealed record RelayedAnswer(
    ReadOnlyMemory<byte> Body,
    Range Model,
    int UsageEnd,
    string Text,
    UsageDetails Usage,
    ChatFinishReason Finish
)
{
    /// <summary>What an answer came as; null if it did not, or no longer says the same.</summary>
    public static RelayedAnswer? Of(ChatResponse answer) =>
        answer.RawRepresentation is RelayedAnswer relayed
        && answer.Messages is [{ Contents: [TextContent content] }]
        && ReferenceEquals(content.Text, relayed.Text)
        && ReferenceEquals(answer.Usage, relayed.Usage)
        && answer.FinishReason == relayed.Finish
            ? relayed
            : null;
}
