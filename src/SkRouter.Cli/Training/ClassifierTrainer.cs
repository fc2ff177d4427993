using SkRouter.Classification;

namespace SkRouter.Cli.Training;

/// <summary>Learns classifier weights from rows with outcomes, categories and steps, in one thread and a fixed order.</summary>
internal sealed class ClassifierTrainer
{
    private static readonly PromptForm[] Forms = Enum.GetValues<PromptForm>();

    private readonly FeatureMatrix _matrix;
    private readonly IReadOnlyList<TrainingRow> _rows;
    private readonly ClassifierWeights? _from;
    private readonly Action<string>? _step;

    /// <summary>Prepares training.</summary>
    /// <param name="matrix">Features of <paramref name="rows"/>, in their order.</param>
    /// <param name="rows">What to learn from.</param>
    /// <param name="from">Weights to start from: only what the rows speak for is changed. Null to start from nothing.</param>
    /// <param name="step">Told the name of each step when it is done.</param>
    internal ClassifierTrainer(
        FeatureMatrix matrix,
        IReadOnlyList<TrainingRow> rows,
        ClassifierWeights? from = null,
        Action<string>? step = null
    )
    {
        (_matrix, _rows, _from, _step) = (matrix, rows, from, step);
    }

    /// <summary>Number of steps that a training with these rows reports.</summary>
    internal static int Steps =>
        2 + (2 * TrainingRecipe.CalibrationFolds) + 1 + ClassifierHeads.Categories;

    /// <summary>Learns from some of the rows.</summary>
    internal ClassifierWeights Train(IReadOnlyCollection<int> rows)
    {
        var outcomes = rows.Where(row => _rows[row].IsOutcome).ToArray();
        var packer = new WeightsPacker(_from);
        if (outcomes.Length > 0)
        {
            PackByForm(
                packer,
                TrainOutcome(
                    outcomes,
                    row => row.StrongCorrect!.Value,
                    ClassifierHeads.StrongSucceeds
                ),
                ClassifierHeads.StrongSucceeds
            );
            PackByForm(
                packer,
                TrainOutcome(
                    outcomes,
                    row => row.WeakCorrect!.Value,
                    ClassifierHeads.CheapSucceeds
                ),
                ClassifierHeads.CheapSucceeds
            );
        }

        TrainHardness(packer, [.. rows.Where(row => _rows[row].Steps is not null)]);
        TrainCategories(packer, [.. rows.Where(row => _rows[row].Category is not null)]);
        return packer.Pack();
    }

    private static void PackByForm(
        WeightsPacker packer,
        LinearHead head,
        Func<PromptForm, int> slot
    )
    {
        foreach (var form in Forms)
        {
            packer.Set(slot(form), head, form);
        }
    }

    private LinearHead TrainOutcome(
        int[] rows,
        Func<TrainingRow, double> target,
        Func<PromptForm, int> slot
    )
    {
        var start = _from is null ? null : new StartingPoint(_matrix, _from, slot);
        var head = Fit(rows, target, TrainingRecipe.Outcomes, start);
        if (start is null && rows.Length >= TrainingRecipe.FewestToCalibrate)
        {
            head.Scale(Calibrate(rows, target));
        }

        _step?.Invoke("outcomes");
        return head;
    }

    private LinearHead Fit(
        int[] rows,
        Func<TrainingRow, double> target,
        HeadFit fit,
        StartingPoint? start = null
    )
    {
        var targets = Array.ConvertAll(rows, row => target(_rows[row]));
        var head = LinearObjective.Fit(
            _matrix,
            rows,
            targets,
            fit,
            start is null ? null : Array.ConvertAll(rows, start.LogOdds)
        );
        start?.AddTo(head);
        return head;
    }

    private PlattScaling[] Calibrate(int[] rows, Func<TrainingRow, double> target)
    {
        var held = Array.ConvertAll(Forms, _ => new List<(double, double)>());
        var folds = Array.ConvertAll(
            rows,
            row =>
                PromptGroup.FoldOf(
                    "calibration " + PromptGroup.KeyOf(_rows[row].Prompt),
                    TrainingRecipe.CalibrationFolds
                )
        );
        for (var fold = 0; fold < TrainingRecipe.CalibrationFolds; fold++)
        {
            var head = Fit(
                [.. rows.Where((_, n) => folds[n] != fold)],
                target,
                TrainingRecipe.Outcomes
            );
            foreach (var row in rows.Where((_, n) => folds[n] == fold))
            {
                held[(int)_matrix.Form(row)].Add((head.LogOdds(_matrix, row), target(_rows[row])));
            }

            _step?.Invoke("calibration");
        }

        return Array.ConvertAll(held, PlattScaling.Fit);
    }

    private void TrainHardness(WeightsPacker packer, int[] rows)
    {
        if (rows.Length > 0)
        {
            var head = Fit(
                rows,
                row => (row.Steps!.Value - TrainingRecipe.StepsMiddle) / TrainingRecipe.StepsSpread,
                TrainingRecipe.Hardness
            );
            packer.Set(ClassifierHeads.Hardness, head, PromptForm.Open);
        }

        _step?.Invoke("hardness");
    }

    private void TrainCategories(WeightsPacker packer, int[] rows)
    {
        for (var category = 0; category < ClassifierHeads.Categories && rows.Length > 0; category++)
        {
            var slot = ClassifierHeads.Category(category);
            var start = _from is null ? null : new StartingPoint(_matrix, _from, _ => slot);
            var wanted = category;
            packer.Set(
                slot,
                Fit(rows, row => row.Category == wanted ? 1 : 0, TrainingRecipe.Categories, start),
                PromptForm.Open
            );
            _step?.Invoke("categories");
        }
    }
}
