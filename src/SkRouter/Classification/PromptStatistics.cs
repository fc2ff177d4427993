namespace SkRouter.Classification;

/// <summary>What is counted while a prompt is read once.</summary>
internal struct PromptStatistics
{
    internal int Length;
    internal int StemLength;
    internal int Lines;
    internal int Sentences;
    internal int Words;
    internal int LettersInWords;
    internal int WordsOver6;
    internal int WordsOver9;
    internal int AmountWords;
    internal int Numbers;
    internal int NumberWords;
    internal int Digits;
    internal int LongNumbers;
    internal int QuestionMarks;
    internal int MathSymbols;
    internal int CodeSymbols;
    internal int Blanks;
    internal int NonAscii;
    internal int Options;
    internal int OptionCharacters;
    internal long OptionCharactersSquared;
    internal bool HasCode;

    internal readonly PromptForm Form =>
        Options >= 3 ? PromptForm.MultipleChoice
        : Numbers + NumberWords >= 2 && Numbers >= 1 && AmountWords >= 1 && !HasCode
            ? PromptForm.WordProblem
        : PromptForm.Open;
}
