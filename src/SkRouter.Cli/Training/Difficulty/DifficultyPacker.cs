using SkRouter.Classification.Difficulty;

namespace SkRouter.Cli.Training.Difficulty;

/// <summary>Puts fitted parameters into the form that ships: one byte for each hashed column, scaled per table.</summary>
internal static class DifficultyPacker
{
    internal static DifficultyWeights Pack(double[] all, DifficultyObjective fitted)
    {
        var weights = new DifficultyWeights { Revision = DifficultyRecipe.Revision };
        weights.WordScale = Fill(weights.Words, all.AsSpan(DifficultyParameters.Words));
        weights.PartScale =
            Fill(weights.Parts, all.AsSpan(DifficultyParameters.WordParts))
            * (float)DifficultyRecipe.PartFactor;
        weights.CueScale = Fill(weights.Cues, all.AsSpan(DifficultyParameters.Cues));
        weights.CueBias = (float)(all[DifficultyParameters.CueBias] + DifficultyRecipe.GateStart);
        for (var i = 0; i < SegmentPlace.Count; i++)
        {
            weights.Places[i] = (float)all[DifficultyParameters.Places + i];
        }

        var bias = all[DifficultyParameters.Bias];
        bias -= Unscale(weights.Counts, all, DifficultyParameters.Counts, fitted.Counts);
        bias -= Unscale(weights.Shape, all, DifficultyParameters.Shape, fitted.Shape);
        weights.Bias = (float)bias;
        return weights;
    }

    private static float Fill(Span<sbyte> table, ReadOnlySpan<double> values)
    {
        var most = 0.0;
        for (var i = 0; i < table.Length; i++)
        {
            most = Math.Max(most, Math.Abs(values[i]));
        }

        var step = most / sbyte.MaxValue;
        for (var i = 0; i < table.Length && step > 0; i++)
        {
            table[i] = (sbyte)Math.Round(values[i] / step);
        }

        return (float)step;
    }

    /// <summary>Makes weights of standardised features weights of the features themselves, and gives what the bias loses by it.</summary>
    private static double Unscale(
        Span<float> target,
        double[] all,
        int start,
        Standardization standardization
    )
    {
        var shift = 0.0;
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = (float)(all[start + i] * standardization.Scale[i]);
            shift += all[start + i] * standardization.Scale[i] * standardization.Mean[i];
        }

        return shift;
    }
}
