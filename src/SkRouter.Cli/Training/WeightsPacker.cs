using SkRouter.Classification;
using SkRouter.Classification.Difficulty;

namespace SkRouter.Cli.Training;

/// <summary>Puts fitted heads into the form that ships: one byte a weight for hashed words, scaled per output.</summary>
internal sealed class WeightsPacker
{
    private readonly ClassifierWeights _weights;

    /// <summary>Starts from weights, or from nothing.</summary>
    /// <param name="from">What outputs that are not set keep.</param>
    /// <param name="difficulty">The weights of difficulty that the others were trained with.</param>
    internal WeightsPacker(ClassifierWeights? from, DifficultyWeights difficulty)
    {
        _weights = from is null
            ? new ClassifierWeights { Revision = TrainingRecipe.Revision, Difficulty = difficulty }
            : ClassifierWeights.Read(from.Write()).With(difficulty);
        foreach (var form in Enum.GetValues<PromptForm>())
        {
            _weights.GainShare(form) =
                from?.GainShare(form) ?? (float)TrainingRecipe.Ranking(form).Gain;
            foreach (var category in Enum.GetValues<TaskCategory>())
            {
                _weights.CategoryGain(form)[(int)category] =
                    from?.CategoryGain(form)[(int)category]
                    ?? (float)TrainingRecipe.CategoryGain(form, category);
            }
        }
    }

    internal void Set(int slot, LinearHead head)
    {
        foreach (var form in Enum.GetValues<PromptForm>())
        {
            Set(slot, form, head.Text[(int)form], head.Dense[(int)form], head.Bias[(int)form]);
        }
    }

    private void Set(int slot, PromptForm form, double[] text, double[] dense, double bias)
    {
        var step = text.Max(Math.Abs) / sbyte.MaxValue;
        _weights.TextScale(form)[slot] = (float)step;
        _weights.Bias(form)[slot] = (float)bias;
        for (var i = 0; i < dense.Length; i++)
        {
            _weights.Dense(form, slot)[i] = (float)dense[i];
        }

        for (var column = 0; column < text.Length; column++)
        {
            _weights.Text(form, column)[slot] =
                step > 0 ? (sbyte)Math.Round(text[column] / step) : (sbyte)0;
        }
    }

    internal ClassifierWeights Pack() => _weights;
}
