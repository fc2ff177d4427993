using SkRouter.Classification;
using SkRouter.Cli.Training;
using SkRouter.Cli.Training.Difficulty;

namespace SkRouter.Cli.Evaluation;

/// <summary>Scores every graded prompt by a difficulty that was learned without the theme of the prompt. The other outputs stay as they ship.</summary>
internal sealed class ThemeValidation
{
    private readonly TrainingRow[] _rows;
    private readonly string[] _themes;

    internal ThemeValidation(IEnumerable<TrainingRow> rows)
    {
        _rows = [.. rows.Where(row => row is { Level: not null, Theme: not null })];
        _themes = [.. _rows.Select(row => row.Theme!).Distinct()];
    }

    internal int Steps => _themes.Length;

    internal ScoredPrompt[] Score(Action<string>? step)
    {
        var shipped = LearnedTaskClassifier.ReadShipped();
        var scored = new List<ScoredPrompt>(_rows.Length);
        foreach (var theme in _themes)
        {
            var difficulty = DifficultyTrainer.Train(
                GradedSet.Prompts(_rows.Where(row => row.Theme != theme))
            );
            var classifier = new LearnedTaskClassifier(shipped.With(difficulty));
            scored.AddRange(
                _rows.Where(row => row.Theme == theme).Select(row => Scorer.Score(classifier, row))
            );
            step?.Invoke(theme);
        }

        return [.. scored];
    }
}
