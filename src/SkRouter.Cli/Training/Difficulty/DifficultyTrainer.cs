using SkRouter.Classification.Difficulty;

namespace SkRouter.Cli.Training.Difficulty;

/// <summary>Learns the weights of difficulty from graded prompts; the same prompts give the same bytes.</summary>
internal static class DifficultyTrainer
{
    private const int Memory = 8;
    private const double Tolerance = 1e-6;

    internal static DifficultyWeights Train(IReadOnlyList<GradedPrompt> prompts)
    {
        var pasted = new PastedText(prompts);
        var examples = DifficultyExample.Read([.. prompts, .. pasted.Repeat(prompts)]);
        var used = DifficultyParameters.Used(examples);
        var objective = new DifficultyObjective(examples, used);
        var point = new double[used.Length];
        new Lbfgs(Memory, DifficultyRecipe.Iterations, Tolerance).Minimise(
            objective.Evaluate,
            point
        );

        var all = new double[DifficultyParameters.Count];
        for (var i = 0; i < used.Length; i++)
        {
            all[used[i]] = point[i];
        }

        return DifficultyPacker.Pack(all, objective);
    }
}
