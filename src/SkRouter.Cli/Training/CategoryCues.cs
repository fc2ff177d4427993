using SkRouter.Classification;

namespace SkRouter.Cli.Training;

/// <summary>What is believed of the categories before anything is learned: weights for words of our own list.</summary>
/// <remarks>Without it, a category whose data comes from few sources is learned as the style of those sources.</remarks>
internal static class CategoryCues
{
    private const char NamesTheTask = '!';
    private const string Resource = "SkRouter.Cli.Training.category-cues.txt";

    /// <summary>One head for each category.</summary>
    internal static LinearHead[] Read()
    {
        using var stream =
            typeof(CategoryCues).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var reader = new StreamReader(stream);
        var heads = new LinearHead[ClassifierHeads.Categories];
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                var parts = line.Split(" | ", 2);
                heads[(int)CategoryNames.Parse(parts[0])!] = HeadOf(parts[1].Split(", "));
            }
        }

        heads[(int)TaskCategory.Math].Bias[(int)PromptForm.WordProblem] +=
            TrainingRecipe.WordProblemIsMath;
        return heads;
    }

    private static LinearHead HeadOf(string[] cues)
    {
        var head = new LinearHead();
        var features = new PromptFeatures();
        foreach (var cue in cues)
        {
            features.ReadWords(cue.TrimEnd(NamesTheTask));

            var weight = TrainingRecipe.CueWeight * (cue.EndsWith(NamesTheTask) ? 2 : 1);

            // A pair of tokens is counted after the tokens that it is made of.
            var column = features.Counts.Touched[^1];
            foreach (var text in head.Text)
            {
                text[column] += weight * Math.Sign(features.Counts.Value(column));
            }
        }

        return head;
    }
}
