using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SkRouter.Classification.Difficulty;

/// <summary>
/// Difficulty of a prompt from weights: a sum over words and parts of words in which every segment counts as far as it belongs to the
/// task rather than to the text that the task is about.
/// </summary>
/// <remarks>
/// With gate g of a segment and sums over its columns, the log-odds are
/// Σ g·words / (Σ g·number of words)^0.35, the same for parts of words, plus a linear function of log(1 + Σ g·counts) and of the shape.
/// </remarks>
internal sealed class DifficultyModel(DifficultyWeights weights)
{
    /// <summary>By which power of its number of words the sum over a prompt's words is divided: 0 a sum, 1 a mean.</summary>
    internal const double LengthPower = 0.35;

    /// <summary>Log-odds that the difficulty is high: their sigmoid, times four, is the expected level.</summary>
    internal double LogOdds(DifficultyFeatures features)
    {
        Span<double> counts = stackalloc double[SegmentCounts.Kinds];
        counts.Clear();
        var (words, wordNumber, parts, partNumber) = (0.0, 0.0, 0.0, 0.0);
        for (var segment = 0; segment < features.Segments.Count; segment++)
        {
            var gate = Gate(features, segment);
            var columns = features.Words(segment);
            var partColumns = features.Parts(segment);
            words += gate * Sum(weights.Words, columns);
            parts += gate * Sum(weights.Parts, partColumns);
            wordNumber += gate * columns.Length;
            partNumber += gate * partColumns.Length;
            var own = features.Counts(segment);
            for (var kind = 0; kind < counts.Length; kind++)
            {
                counts[kind] += gate * own[kind];
            }
        }

        var result =
            weights.Bias
            + Scaled(words * weights.WordScale, wordNumber)
            + Scaled(parts * weights.PartScale, partNumber);
        for (var kind = 0; kind < counts.Length; kind++)
        {
            // The logarithm of 1 is 0.
            result +=
                counts[kind] == 0 ? 0 : weights.Counts[kind] * PortableMath.Log(1 + counts[kind]);
        }

        return result + Dot(weights.Shape, features.Shape);
    }

    /// <summary>How far a segment belongs to the task, 0 to 1.</summary>
    internal double Gate(DifficultyFeatures features, int segment)
    {
        var cues = features.Cues(segment);
        var sum =
            cues.Length == 0
                ? 0
                : Sum(weights.Cues, cues) * weights.CueScale / Math.Sqrt(cues.Length);
        return PortableMath.Sigmoid(
            weights.CueBias + sum + Dot(weights.Places, features.Place(segment))
        );
    }

    private static double Scaled(double sum, double number) =>
        number > 0 ? sum * PortableMath.Exp(-LengthPower * PortableMath.Log(number)) : 0;

    private static int Sum(ReadOnlySpan<sbyte> table, ReadOnlySpan<int> columns)
    {
        // Columns are hashes of as many bits as the table has.
        ref var first = ref MemoryMarshal.GetReference(table);
        var (sum, other) = (0, 0);
        var i = 0;
        for (; i + 1 < columns.Length; i += 2)
        {
            sum += Unsafe.Add(ref first, columns[i]);
            other += Unsafe.Add(ref first, columns[i + 1]);
        }

        return i < columns.Length ? sum + other + Unsafe.Add(ref first, columns[i]) : sum + other;
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }
}
