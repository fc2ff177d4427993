using SkRouter.Classification;

namespace SkRouter.Cli.Training;

/// <summary>Puts fitted heads into the form that ships: one byte a weight for hashed words, scaled per output.</summary>
internal sealed class WeightsPacker
{
    private readonly ClassifierWeights _weights;

    /// <summary>Starts from weights, or from nothing.</summary>
    /// <param name="from">What outputs that are not set keep.</param>
    internal WeightsPacker(ClassifierWeights? from)
    {
        _weights = from is null
            ? new ClassifierWeights { Revision = TrainingRecipe.Revision }
            : ClassifierWeights.Read(from.Write());
        foreach (var form in Enum.GetValues<PromptForm>())
        {
            _weights.HardnessShare[(int)form] = (float)TrainingRecipe.HardnessShare(form);
        }
    }

    internal void Set(int slot, LinearHead head, PromptForm form)
    {
        var text = head.Text[(int)form];
        var largest = text.Max(Math.Abs);
        var step = largest / sbyte.MaxValue;
        _weights.TextScale[slot] = (float)step;
        _weights.Bias[slot] = (float)head.Bias[(int)form];
        for (var i = 0; i < DenseFeatures.Count; i++)
        {
            _weights.Dense(slot)[i] = (float)head.Dense[(int)form][i];
        }

        for (var column = 0; column < HashedCounts.Columns; column++)
        {
            _weights.Text(column)[slot] =
                step > 0 ? (sbyte)Math.Round(text[column] / step) : (sbyte)0;
        }
    }

    internal ClassifierWeights Pack() => _weights;
}
