using SkRouter.Classification;
using SkRouter.Cli.Training;
using SkRouter.Cli.Training.Difficulty;

namespace SkRouter.Cli.Tests.Training;

public sealed class ShippedWeightsTests
{
    private static readonly string[] Files =
    [
        "mmlu",
        "gsm8k",
        "llmrouter_dcr",
        "gsm8k_train_steps",
        "category_train",
        "everyday",
        "code",
    ];

    [SharedDataFact]
    public void Train_SharedData_GivesTheShippedWeightsBitForBit()
    {
        var folder = SharedDataFactAttribute.Folder!.FullName;
        var rows = DataFileReader.Read(
            Files.Select(file => new FileInfo(Path.Combine(folder, file + ".jsonl")))
        );
        rows.AddRange(CategorySeeds.Read());
        rows.AddRange(GradedSet.Read());
        var difficulty = LearnedTaskClassifier.ReadShipped().Difficulty;
        var matrix = new FeatureMatrix([.. rows.Select(row => row.Prompt)], new(difficulty));
        var weights = new ClassifierTrainer(matrix, rows, difficulty).Train([
            .. Enumerable.Range(0, rows.Count),
        ]);

        // Whoever changed the recipe or a feature must ship new weights: skrouter train --data ... --out src/SkRouter/Classification/weights.bin
        weights
            .Write()
            .AsSpan()
            .SequenceEqual(LearnedTaskClassifier.ReadShipped().Write())
            .ShouldBeTrue();
    }

    [Fact]
    public void Train_SomeGradedPromptsTwice_GivesTheSameDifficultyBitForBit()
    {
        var some = GradedSet.Prompts(GradedSet.Read().Where((_, n) => n % 40 == 0));
        var one = DifficultyTrainer.Train(some).Write();
        one.AsSpan().SequenceEqual(DifficultyTrainer.Train(some).Write()).ShouldBeTrue();
    }
}
