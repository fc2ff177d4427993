using SkRouter.Classification;
using SkRouter.Classification.Difficulty;

namespace SkRouter.Cli.Training;

/// <summary>The features of many prompts: hashed words as sparse rows, shape as dense rows.</summary>
internal sealed class FeatureMatrix
{
    private readonly int[] _starts;
    private readonly ushort[] _columns;
    private readonly float[] _values;
    private readonly float[] _dense;
    private readonly PromptForm[] _forms;

    /// <summary>Reads prompts.</summary>
    /// <param name="prompts">The prompts, one for each row.</param>
    /// <param name="difficulty">Gives their difficulty, which is a feature of the other heads.</param>
    internal FeatureMatrix(IReadOnlyList<string> prompts, DifficultyModel difficulty)
    {
        _starts = new int[prompts.Count + 1];
        _dense = new float[prompts.Count * DenseFeatures.Count];
        _forms = new PromptForm[prompts.Count];
        var columns = new List<ushort>();
        var values = new List<float>();
        var features = new PromptFeatures();
        for (var row = 0; row < prompts.Count; row++)
        {
            features.Read(prompts[row]);
            features.SetDifficulty(difficulty.LogOdds(features.Difficulty));
            foreach (var column in features.Counts.Touched)
            {
                columns.Add(column);
                values.Add(features.Counts.Value(column) * features.Norm);
            }

            _starts[row + 1] = columns.Count;
            _forms[row] = features.Form;
            features.Dense.CopyTo(_dense.AsSpan(row * DenseFeatures.Count));
        }

        _columns = [.. columns];
        _values = [.. values];
    }

    internal int Count => _forms.Length;

    internal PromptForm Form(int row) => _forms[row];

    internal ReadOnlySpan<ushort> Columns(int row) =>
        _columns.AsSpan(_starts[row].._starts[row + 1]);

    internal ReadOnlySpan<float> Values(int row) => _values.AsSpan(_starts[row].._starts[row + 1]);

    internal ReadOnlySpan<float> Dense(int row) =>
        _dense.AsSpan(row * DenseFeatures.Count, DenseFeatures.Count);
}
