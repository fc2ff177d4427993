namespace SkRouter.Classification.Difficulty;

/// <summary>A sentence, a line or a block of code of a prompt.</summary>
/// <param name="Start">Where it begins in the normalised prompt.</param>
/// <param name="End">Where it ends.</param>
/// <param name="IsCode">Whether it is the content of a code fence.</param>
internal readonly record struct PromptSegment(int Start, int End, bool IsCode)
{
    internal int Length => End - Start;
}
