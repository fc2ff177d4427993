namespace SkRouter.Classification.Difficulty;

/// <summary>What a segment's paragraph looks like: paragraphs are told apart by empty lines and by code fences.</summary>
internal struct PromptParagraph
{
    internal int Segments;
    internal int Characters;
}
