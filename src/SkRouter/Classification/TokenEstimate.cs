namespace SkRouter.Classification;

/// <summary>How many tokens a text of so many characters is about, without a tokenizer.</summary>
internal static class TokenEstimate
{
    private const double PerAsciiCharacter = 0.25;
    private const double PerOtherCharacter = 0.7;
    private const int PerMessage = 4;
    private const int PerTool = 70;

    /// <summary>Estimates the input of a round trip; the task's share of characters beyond ASCII stands for the whole.</summary>
    internal static long Input(in TaskText text, in PromptStatistics task)
    {
        var characters = Math.Max(
            text.TotalCharacters,
            (long)(text.Task?.Length ?? 0) + (text.Instructions?.Length ?? 0)
        );
        var other = task.Length == 0 ? 0 : (double)task.NonAscii / task.Length;
        var perCharacter = (other * PerOtherCharacter) + ((1 - other) * PerAsciiCharacter);
        var overhead =
            ((long)PerMessage * Math.Max(text.Turns, 0))
            + ((long)PerTool * Math.Max(text.ToolsOffered, 0));
        return (long)Math.Ceiling(characters * perCharacter) + overhead;
    }
}
