using SkRouter.Classification;
using SkRouter.Cli.Training;

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
    ];

    [SharedDataFact]
    public void Train_SharedData_GivesTheShippedWeightsBitForBit()
    {
        var folder = SharedDataFactAttribute.Folder!.FullName;
        var rows = DataFileReader.Read(
            Files.Select(file => new FileInfo(Path.Combine(folder, file + ".jsonl")))
        );
        rows.AddRange(CategorySeeds.Read());
        var matrix = new FeatureMatrix([.. rows.Select(row => row.Prompt)]);
        var weights = new ClassifierTrainer(matrix, rows).Train([
            .. Enumerable.Range(0, rows.Count),
        ]);

        // Whoever changed the recipe or a feature must ship new weights: skrouter train --data ... --out src/SkRouter/Classification/weights.bin
        weights
            .Write()
            .AsSpan()
            .SequenceEqual(LearnedTaskClassifier.ReadShipped().Write())
            .ShouldBeTrue();
    }
}
