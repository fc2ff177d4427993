using SkRouter.Classification;
using SkRouter.Classification.Difficulty;

namespace SkRouter.Cli.Training;

/// <summary>Learns classifier weights from rows with outcomes, categories and steps, in one thread and a fixed order.</summary>
internal sealed class ClassifierTrainer
{
    private static readonly PromptForm[] Forms = Enum.GetValues<PromptForm>();

    private readonly FeatureMatrix _matrix;
    private readonly IReadOnlyList<TrainingRow> _rows;
    private readonly DifficultyWeights _difficulty;
    private readonly ClassifierWeights? _from;
    private readonly Action<string>? _step;

    /// <summary>Prepares training.</summary>
    /// <param name="matrix">Features of <paramref name="rows"/>, in their order.</param>
    /// <param name="rows">What to learn from.</param>
    /// <param name="difficulty">The weights of difficulty by which <paramref name="matrix"/> was read.</param>
    /// <param name="from">Weights to start from: only what the rows speak for is changed. Null to start from nothing.</param>
    /// <param name="step">Told the name of each step when it is done.</param>
    internal ClassifierTrainer(
        FeatureMatrix matrix,
        IReadOnlyList<TrainingRow> rows,
        DifficultyWeights difficulty,
        ClassifierWeights? from = null,
        Action<string>? step = null
    )
    {
        (_matrix, _rows, _difficulty, _from, _step) = (matrix, rows, difficulty, from, step);
    }

    /// <summary>Number of steps that a training with these rows reports.</summary>
    internal static int Steps =>
        3 + (3 * TrainingRecipe.CalibrationFolds) + 2 + ClassifierHeads.Categories;

    /// <summary>Learns from some of the rows.</summary>
    internal ClassifierWeights Train(IReadOnlyCollection<int> rows)
    {
        var outcomes = rows.Where(row =>
                _rows[row].IsOutcome && _rows[row].Subject != TrainingRecipe.MisreadSubject
            )
            .ToArray();
        var packer = new WeightsPacker(_from, _difficulty);
        if (outcomes.Length > 0)
        {
            int[] graded = [.. rows.Where(row => _rows[row].Level is not null)];
            SetOutcomes(packer, outcomes, graded);
        }

        if (_from is null)
        {
            packer.Set(
                ClassifierHeads.Priority,
                TrainPriority(outcomes, [.. rows.Where(row => _rows[row].Steps is not null)])
            );
        }

        TrainCategories(packer, [.. rows.Where(row => _rows[row].Category is not null)]);
        return packer.Pack();
    }

    private void SetOutcomes(WeightsPacker packer, int[] outcomes, int[] graded)
    {
        Set(
            ClassifierHeads.StrongSucceeds,
            outcomes,
            row => row.StrongCorrect!.Value,
            TrainingRecipe.Outcomes
        );
        Set(ClassifierHeads.CheapSucceeds, outcomes, CheapSuccess, TrainingRecipe.Outcomes);
        Set(
            ClassifierHeads.CheapSuffices,
            [.. outcomes, .. graded],
            CheapSuccess,
            TrainingRecipe.Suffices
        );

        void Set(int slot, int[] rows, Func<TrainingRow, double> target, HeadFit fit) =>
            packer.Set(slot, TrainOutcome(rows, target, slot, fit));
    }

    private static double CheapSuccess(TrainingRow row) =>
        row.WeakCorrect ?? TrainingRecipe.CheapSuccess(row.Level!.Value);

    private LinearHead TrainOutcome(
        int[] rows,
        Func<TrainingRow, double> target,
        int slot,
        HeadFit fit
    )
    {
        var start = _from is null ? null : new StartingPoint(_matrix, _from, slot);
        var head = Fit(rows, target, fit, start, OutcomeWeights(rows));
        if (start is null && rows.Length >= TrainingRecipe.FewestToCalibrate)
        {
            head.Scale(Calibrate(rows, target, fit));
        }

        _step?.Invoke("outcomes");
        return head;
    }

    private LinearHead Fit(
        int[] rows,
        Func<TrainingRow, double> target,
        HeadFit fit,
        StartingPoint? start = null,
        double[]? rowWeights = null
    )
    {
        var targets = Array.ConvertAll(rows, row => target(_rows[row]));
        var offsets = start is null ? null : Array.ConvertAll(rows, start.LogOdds);
        var head = LinearObjective.Fit(_matrix, rows, targets, fit, offsets, rowWeights);
        if (start is not null)
        {
            head.Add(start.Head, _ => 1);
        }

        return head;
    }

    private double[] OutcomeWeights(int[] rows) =>
        Array.ConvertAll(rows, row => _rows[row].IsOutcome ? 1 : TrainingRecipe.LevelWeight);

    private PlattScaling[] Calibrate(int[] rows, Func<TrainingRow, double> target, HeadFit fit)
    {
        var held = Array.ConvertAll(Forms, _ => new List<HeldPrediction>());
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
            int[] others = [.. rows.Where((_, n) => folds[n] != fold)];
            var head = Fit(others, target, fit, rowWeights: OutcomeWeights(others));
            foreach (var row in rows.Where((_, n) => folds[n] == fold))
            {
                held[(int)_matrix.Form(row)]
                    .Add(
                        new(
                            head.LogOdds(_matrix, row),
                            target(_rows[row]),
                            _rows[row].IsOutcome ? 1 : TrainingRecipe.LevelWeight
                        )
                    );
            }

            _step?.Invoke("calibration");
        }

        return Array.ConvertAll(held, PlattScaling.Fit);
    }

    // Both parts are linear in the same features, so their sum is one head.
    private LinearHead TrainPriority(int[] outcomes, int[] solutions)
    {
        var priority = new LinearHead();
        foreach (var form in Forms)
        {
            var (share, length) = (TrainingRecipe.Ranking(form).Length, DenseFeatures.LogLength);
            priority.Dense[(int)form][length] = share * DenseFeatures.LogLengthScale;
            priority.Dense[(int)form][DenseFeatures.Difficulty] =
                TrainingRecipe.Ranking(form).Difficulty * DenseFeatures.DifficultyScale;
            priority.Bias[(int)form] = -share * TrainingRecipe.TypicalLogLength;
        }

        if (outcomes.Length > 0)
        {
            priority.Add(
                Fit(outcomes, row => row.Gain, TrainingRecipe.Gain),
                form => TrainingRecipe.Ranking(form).Direct
            );
            priority.Add(
                Fit(outcomes, row => 1 - row.WeakCorrect!.Value, TrainingRecipe.CheapFails),
                form => TrainingRecipe.Ranking(form).CheapFails
            );
        }

        _step?.Invoke("gain");
        if (solutions.Length > 0)
        {
            var hardness = Fit(
                solutions,
                row => (row.Steps!.Value - TrainingRecipe.StepsMiddle) / TrainingRecipe.StepsSpread,
                TrainingRecipe.Hardness
            );
            priority.Add(hardness, form => TrainingRecipe.Ranking(form).Hardness);
        }

        _step?.Invoke("hardness");
        return priority;
    }

    private void TrainCategories(WeightsPacker packer, int[] rows)
    {
        var cues = CategoryCues.Read();
        var rowWeights = CategoryWeights(rows);
        for (var category = 0; category < ClassifierHeads.Categories && rows.Length > 0; category++)
        {
            var slot = ClassifierHeads.Category(category);
            var start = _from is null
                ? new StartingPoint(_matrix, cues[category])
                : new StartingPoint(_matrix, _from, slot);
            var wanted = category;
            packer.Set(
                slot,
                Fit(
                    rows,
                    row => row.Category == wanted ? 1 : 0,
                    TrainingRecipe.Categories,
                    start,
                    rowWeights
                )
            );
            _step?.Invoke("categories");
        }
    }

    private double[] CategoryWeights(int[] rows)
    {
        var sizes = rows.CountBy(row => _rows[row].Family).ToDictionary();
        return Array.ConvertAll(
            rows,
            row =>
                CategorySeeds.Contains(_rows[row])
                    ? TrainingRecipe.SeedWeight
                    : TrainingRecipe.SourceWeight(sizes[_rows[row].Family])
                        * TrainingRecipe.CategoryWeight((TaskCategory)_rows[row].Category!.Value)
        );
    }
}
