namespace SkRouter.Classification.Difficulty;

/// <summary>What is counted in one segment. Counts of all segments are added, each as far as its segment belongs to the task.</summary>
internal struct SegmentCounts
{
    internal const int Kinds = 11;

    internal int Questions;
    internal int Numbers;
    internal int Digits;
    internal int Commas;
    internal int MathSymbols;
    internal int CodeSymbols;
    internal int LongWords;
    internal int Quotes;
    internal int Words;

    /// <summary>Characters, where one of a script without spaces counts as about as many as it is worth in others.</summary>
    internal float Extent;

    internal readonly void CopyTo(Span<float> target)
    {
        target[0] = Questions;
        target[1] = Numbers;
        target[2] = Digits;
        target[3] = Commas;
        target[4] = MathSymbols;
        target[5] = CodeSymbols;
        target[6] = LongWords;
        target[7] = Quotes;
        target[8] = Words;
        target[9] = Extent;
        target[10] = 1;
    }
}
