using SkRouter.Classification.Difficulty;

namespace SkRouter.Classification;

/// <summary>What the learned weights see of a prompt: hashed words, shape, form, and the features of difficulty. Reused from prompt to prompt.</summary>
internal sealed class PromptFeatures
{
    private readonly float[] _dense = new float[DenseFeatures.Count];

    internal NormalizedPrompt Prompt { get; } = new();

    internal HashedCounts Counts { get; } = new();

    internal WordHashes Words { get; } = new();

    internal DifficultyFeatures Difficulty { get; } = new();

    internal ReadOnlySpan<float> Dense => _dense;

    internal PromptForm Form { get; private set; }

    internal PromptStatistics Statistics { get; private set; }

    internal float Norm { get; private set; }

    /// <summary>Reads everything.</summary>
    internal void Read(ReadOnlySpan<char> prompt)
    {
        ReadWords(prompt);
        Difficulty.Read(Prompt, Words);
    }

    /// <summary>Makes the difficulty, once it is known, one of the dense features.</summary>
    internal void SetDifficulty(double logOdds) => DenseFeatures.SetDifficulty(_dense, logOdds);

    /// <summary>Reads all but the features of difficulty.</summary>
    internal void ReadWords(ReadOnlySpan<char> prompt)
    {
        Prompt.Read(prompt);
        Counts.Clear();
        Words.Clear();
        var scanner = new PromptScanner(Counts, Words);
        scanner.Read(Prompt.Text);
        DenseFeatures.Fill(scanner.Statistics, _dense);
        Statistics = scanner.Statistics;
        Form = Statistics.Form;
        Norm = Counts.Norm();
    }
}
