using SkRouter.Classification;
using SkRouter.Classification.Difficulty;

namespace SkRouter.Cli.Training.Difficulty;

/// <summary>Penalised logistic loss of difficulty over graded prompts, with its gradient.</summary>
/// <remarks>The function is that of <see cref="DifficultyModel"/>. One thread, a fixed order of sums.</remarks>
internal sealed class DifficultyObjective
{
    private readonly DifficultyExample[] _examples;
    private readonly int[] _used;
    private readonly double[] _all = new double[DifficultyParameters.Count];
    private readonly double[] _slopes = new double[DifficultyParameters.Count];
    private readonly SegmentSum[] _segments = new SegmentSum[PromptSegments.Most];
    private readonly double[] _counts = new double[SegmentCounts.Kinds];

    internal DifficultyObjective(DifficultyExample[] examples, int[] used)
    {
        (_examples, _used) = (examples, used);
        Shape = new(
            [.. examples.Select(example => Array.ConvertAll(example.Shape, x => (double)x))],
            DifficultyFeatures.ShapeCount
        );
        Counts = new([.. examples.Select(LogCounts)], SegmentCounts.Kinds);
    }

    internal Standardization Shape { get; }

    internal Standardization Counts { get; }

    internal double Evaluate(double[] point, double[] gradient)
    {
        for (var i = 0; i < _used.Length; i++)
        {
            _all[_used[i]] = point[i];
            _slopes[_used[i]] = 0;
        }

        var loss = 0.0;
        foreach (var example in _examples)
        {
            loss += AddExample(example);
        }

        for (var i = 0; i < _used.Length; i++)
        {
            var penalty = DifficultyParameters.Penalty(_used[i]);
            loss += penalty * point[i] * point[i] / 2;
            gradient[i] = _slopes[_used[i]] + (penalty * point[i]);
        }

        return loss;
    }

    private static double[] LogCounts(DifficultyExample example)
    {
        var sums = new double[SegmentCounts.Kinds];
        foreach (var segment in example.Segments)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += segment.Counts[i];
            }
        }

        return Array.ConvertAll(sums, sum => PortableMath.Log(1 + sum));
    }

    private double AddExample(DifficultyExample example)
    {
        var (words, parts) = Forward(example);
        var margin = _all[DifficultyParameters.Bias] + words.Value + parts.Value;
        for (var i = 0; i < _counts.Length; i++)
        {
            margin +=
                _all[DifficultyParameters.Counts + i]
                * Counts.Of(i, PortableMath.Log(1 + _counts[i]));
        }

        for (var i = 0; i < example.Shape.Length; i++)
        {
            margin += _all[DifficultyParameters.Shape + i] * Shape.Of(i, example.Shape[i]);
        }

        var decay = PortableMath.Exp(-Math.Abs(margin));
        var probability = margin >= 0 ? 1 / (1 + decay) : decay / (1 + decay);
        Backward(example, words, parts, (probability - example.Target) * example.Weight);
        return example.Weight
            * (PortableMath.Log(1 + decay) + Math.Max(margin, 0) - (example.Target * margin));
    }

    private (GatedSum Words, GatedSum Parts) Forward(DifficultyExample example)
    {
        Array.Clear(_counts);
        var (words, parts) = (new GatedSum(1), new GatedSum(DifficultyRecipe.PartFactor));
        for (var n = 0; n < example.Segments.Length; n++)
        {
            var segment = example.Segments[n];
            var sum = new SegmentSum(
                Sum(segment.Words, DifficultyParameters.Words),
                Sum(segment.WordParts, DifficultyParameters.WordParts),
                Gate(segment)
            );
            _segments[n] = sum;
            words.Add(sum.Gate, sum.Words, segment.Words.Length);
            parts.Add(sum.Gate, sum.Parts, segment.WordParts.Length);
            for (var i = 0; i < _counts.Length; i++)
            {
                _counts[i] += sum.Gate * segment.Counts[i];
            }
        }

        words.Close();
        parts.Close();
        return (words, parts);
    }

    private double Gate(DifficultyExample.Part segment)
    {
        var sum = _all[DifficultyParameters.CueBias] + DifficultyRecipe.GateStart;
        if (segment.Cues.Length > 0)
        {
            sum += Sum(segment.Cues, DifficultyParameters.Cues) / Math.Sqrt(segment.Cues.Length);
        }

        for (var i = 0; i < segment.Place.Length; i++)
        {
            sum += _all[DifficultyParameters.Places + i] * segment.Place[i];
        }

        return PortableMath.Sigmoid(sum);
    }

    private double Sum(int[] columns, int start)
    {
        var sum = 0.0;
        foreach (var column in columns)
        {
            sum += _all[start + column];
        }

        return sum;
    }

    private void Backward(DifficultyExample example, GatedSum words, GatedSum parts, double slope)
    {
        for (var n = 0; n < example.Segments.Length; n++)
        {
            var (segment, sum) = (example.Segments[n], _segments[n]);
            Spread(segment.Words, DifficultyParameters.Words, slope * words.Factor * sum.Gate);
            Spread(
                segment.WordParts,
                DifficultyParameters.WordParts,
                slope * parts.Factor * sum.Gate
            );
            var byGate =
                words.Slope(sum.Words, segment.Words.Length)
                + parts.Slope(sum.Parts, segment.WordParts.Length);
            for (var i = 0; i < _counts.Length; i++)
            {
                byGate +=
                    _all[DifficultyParameters.Counts + i]
                    * Counts.Scale[i]
                    * segment.Counts[i]
                    / (1 + _counts[i]);
            }

            AddGate(segment, slope * byGate * sum.Gate * (1 - sum.Gate));
        }

        for (var i = 0; i < _counts.Length; i++)
        {
            _slopes[DifficultyParameters.Counts + i] +=
                slope * Counts.Of(i, PortableMath.Log(1 + _counts[i]));
        }

        for (var i = 0; i < example.Shape.Length; i++)
        {
            _slopes[DifficultyParameters.Shape + i] += slope * Shape.Of(i, example.Shape[i]);
        }

        _slopes[DifficultyParameters.Bias] += slope;
    }

    private void AddGate(DifficultyExample.Part segment, double slope)
    {
        _slopes[DifficultyParameters.CueBias] += slope;
        for (var i = 0; i < segment.Place.Length; i++)
        {
            _slopes[DifficultyParameters.Places + i] += slope * segment.Place[i];
        }

        if (segment.Cues.Length > 0)
        {
            Spread(segment.Cues, DifficultyParameters.Cues, slope / Math.Sqrt(segment.Cues.Length));
        }
    }

    private void Spread(int[] columns, int start, double slope)
    {
        foreach (var column in columns)
        {
            _slopes[start + column] += slope;
        }
    }

    private readonly record struct SegmentSum(double Words, double Parts, double Gate);
}
