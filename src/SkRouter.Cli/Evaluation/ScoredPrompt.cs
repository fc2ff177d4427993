using SkRouter.Classification;
using SkRouter.Cli.Training;

namespace SkRouter.Cli.Evaluation;

/// <summary>A row and what a classifier says of it.</summary>
internal readonly record struct ScoredPrompt(
    TrainingRow Row,
    double Score,
    TaskCategory Category,
    double CheapSuffices,
    double Difficulty
);
