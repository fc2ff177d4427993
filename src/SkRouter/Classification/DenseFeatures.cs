namespace SkRouter.Classification;

/// <summary>The features that describe a prompt's shape rather than its words, each scaled to about 0 to 1.</summary>
internal static class DenseFeatures
{
    internal const int Count = 24;

    /// <summary>Which feature is the logarithm of the prompt's length, and what it was divided by.</summary>
    internal const int LogLength = 0;

    internal const double LogLengthScale = 10;

    // Questions with more options than those learned from are not harder or easier for it.
    private const int MostOptions = 5;

    /// <summary>Which feature is the difficulty, in log-odds; it is read by weights of its own.</summary>
    internal const int Difficulty = 23;

    internal const double DifficultyScale = 4;

    internal static void SetDifficulty(Span<float> dense, double logOdds) =>
        dense[Difficulty] = (float)Math.Clamp(logOdds / DifficultyScale, -1.5, 1.5);

    internal static void Fill(in PromptStatistics s, Span<float> dense)
    {
        double length = Math.Max(1, s.Length);
        double words = Math.Max(1, s.Words);
        var meanOption = s.Options == 0 ? 0 : (double)s.OptionCharacters / s.Options;

        dense[LogLength] = LogScaled(s.Length, LogLengthScale);
        dense[1] = LogScaled(s.StemLength, 10);
        dense[2] = LogScaled(s.Lines, 5);
        dense[3] = Capped(words / Math.Max(1, s.Sentences) / 40);
        dense[4] = Capped(s.LettersInWords / words / 10);
        dense[5] = Capped(s.WordsOver6 / words);
        dense[6] = Capped(s.WordsOver9 / words * 2);
        dense[7] = LogScaled(s.Numbers, 4);
        dense[8] = Math.Min(s.Options, MostOptions) / (float)MostOptions;
        dense[9] = LogScaled(meanOption, 6);
        dense[10] = OptionSpread(s, meanOption);
        dense[11] = Capped(s.MathSymbols / length * 10);
        dense[12] = Capped(s.CodeSymbols / length * 10);
        dense[13] = LogScaled(s.QuestionMarks, 2);
        dense[14] = s.Blanks > 0 ? 1 : 0;
        dense[15] = Capped(s.NonAscii / length * 5);
        dense[16] = LogScaled(s.AmountWords, 3);
        dense[17] = Capped(s.Digits / length * 10);
        dense[18] = LogScaled(s.LongNumbers, 3);
        dense[19] = LogScaled(s.Sentences, 4);
        dense[20] = LogScaled(s.MathSymbols, 5);
        dense[22] = LogScaled(s.NumberWords, 3);
        dense[21] = s.HasCode ? 1 : 0;
    }

    private static float OptionSpread(in PromptStatistics s, double mean)
    {
        if (s.Options == 0 || mean <= 0)
        {
            return 0;
        }

        var variance = ((double)s.OptionCharactersSquared / s.Options) - (mean * mean);
        return Capped(Math.Sqrt(Math.Max(0, variance)) / mean / 2);
    }

    private static float LogScaled(double count, double scale) =>
        Capped(PortableMath.Log(1 + count) / scale);

    private static float Capped(double value) => (float)Math.Clamp(value, 0, 1.5);
}
