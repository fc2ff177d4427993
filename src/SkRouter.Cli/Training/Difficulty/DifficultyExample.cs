using SkRouter.Classification;
using SkRouter.Classification.Difficulty;

namespace SkRouter.Cli.Training.Difficulty;

/// <summary>The features of one graded prompt, kept.</summary>
internal sealed class DifficultyExample
{
    private readonly Part[] _parts;

    internal DifficultyExample(DifficultyFeatures features, GradedPrompt prompt)
    {
        Target = prompt.Level / DifficultyRecipe.HighestLevel;
        Weight = prompt.Weight;
        Shape = features.Shape.ToArray();
        _parts =
        [
            .. Enumerable
                .Range(0, features.Segments.Count)
                .Select(i => new Part(
                    features.Words(i).ToArray(),
                    features.Parts(i).ToArray(),
                    features.Cues(i).ToArray(),
                    features.Counts(i).ToArray(),
                    features.Place(i).ToArray()
                )),
        ];
    }

    internal double Target { get; }

    internal double Weight { get; }

    internal float[] Shape { get; }

    internal ReadOnlySpan<Part> Segments => _parts;

    /// <summary>Reads the features of many prompts.</summary>
    internal static DifficultyExample[] Read(IEnumerable<GradedPrompt> prompts)
    {
        var (normalized, features) = (new NormalizedPrompt(), new DifficultyFeatures());
        return
        [
            .. prompts.Select(prompt =>
            {
                normalized.Read(prompt.Prompt);
                features.Read(normalized, new WordHashes());
                return new DifficultyExample(features, prompt);
            }),
        ];
    }

    /// <summary>One segment.</summary>
    internal sealed record Part(
        int[] Words,
        int[] WordParts,
        int[] Cues,
        float[] Counts,
        float[] Place
    );
}
