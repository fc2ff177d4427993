using SkRouter.Classification.Difficulty;

namespace SkRouter.Cli.Training.Difficulty;

/// <summary>Where each parameter of a fit lies in one array, and how much it is penalised.</summary>
internal static class DifficultyParameters
{
    internal const int Words = 0;
    internal const int WordParts = DifficultyWeights.TableColumns;
    internal const int Cues = WordParts + DifficultyWeights.TableColumns;
    internal const int Places = Cues + DifficultyWeights.CueColumns;
    internal const int CueBias = Places + SegmentPlace.Count;
    internal const int Shape = CueBias + 1;
    internal const int Counts = Shape + DifficultyFeatures.ShapeCount;
    internal const int Bias = Counts + SegmentCounts.Kinds;
    internal const int Count = Bias + 1;

    internal static double Penalty(int parameter) =>
        parameter switch
        {
            < Cues => DifficultyRecipe.TextPenalty,
            < Places => DifficultyRecipe.CuePenalty,
            < Bias => DifficultyRecipe.ShapePenalty,
            _ => DifficultyRecipe.BiasPenalty,
        };

    /// <summary>The parameters that the examples have something to say of, in order.</summary>
    internal static int[] Used(IEnumerable<DifficultyExample> examples)
    {
        var used = new bool[Count];
        used.AsSpan(Places).Fill(true);
        foreach (var example in examples)
        {
            foreach (var segment in example.Segments)
            {
                Mark(segment.Words, Words);
                Mark(segment.WordParts, WordParts);
                Mark(segment.Cues, Cues);
            }
        }

        return [.. Enumerable.Range(0, Count).Where(i => used[i])];

        void Mark(int[] columns, int start)
        {
            foreach (var column in columns)
            {
                used[start + column] = true;
            }
        }
    }
}
