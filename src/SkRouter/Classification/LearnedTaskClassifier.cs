using System.Collections.Concurrent;
using System.Globalization;
using SkRouter.Classification.Difficulty;

namespace SkRouter.Classification;

/// <summary>The built-in classifier: linear models over hashed words and shape, with weights that ship with the library.</summary>
/// <remarks>Reads at most <see cref="NormalizedPrompt.HeadLimit"/> + <see cref="NormalizedPrompt.TailLimit"/> characters of a task.</remarks>
internal sealed class LearnedTaskClassifier : ITaskClassifier
{
    internal const string ShippedWeights = "SkRouter.Classification.weights.bin";

    private const float MostPriority = 1;

    private readonly ClassifierWeights _weights;
    private readonly DifficultyModel _difficulty;
    private readonly string _name;
    private readonly ConcurrentBag<PromptFeatures> _idle = [];

    internal LearnedTaskClassifier(ClassifierWeights weights)
    {
        _weights = weights;
        _difficulty = new DifficultyModel(weights.Difficulty);
        _name = string.Create(CultureInfo.InvariantCulture, $"learned/{weights.Revision}");
    }

    /// <summary>The classifier with the weights that ship with the library.</summary>
    internal static LearnedTaskClassifier CreateShipped() => new(ReadShipped());

    internal static ClassifierWeights ReadShipped()
    {
        using var stream =
            typeof(LearnedTaskClassifier).Assembly.GetManifestResourceStream(ShippedWeights)
            ?? throw new InvalidOperationException(
                $"The resource {ShippedWeights} is missing from the library."
            );
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return ClassifierWeights.Read(file);
    }

    /// <inheritdoc />
    public TaskProfile Classify(in TaskText text)
    {
        if (!_idle.TryTake(out var features))
        {
            features = new PromptFeatures();
        }

        var task = string.IsNullOrWhiteSpace(text.Task) ? text.Instructions : text.Task;
        features.Read(task);
        var difficulty = _difficulty.LogOdds(features.Difficulty);
        features.SetDifficulty(difficulty);
        Span<float> outputs = stackalloc float[ClassifierHeads.Count];
        _weights.Outputs(features, outputs);
        var profile = Describe(text, features, difficulty, outputs);
        _idle.Add(features);
        return profile;
    }

    private TaskProfile Describe(
        in TaskText text,
        PromptFeatures features,
        double difficulty,
        Span<float> outputs
    )
    {
        var suffices = Sigmoid(outputs[ClassifierHeads.CheapSuffices]);
        var cheap = Sigmoid(outputs[ClassifierHeads.CheapSucceeds]);
        var strong = Sigmoid(outputs[ClassifierHeads.StrongSucceeds]);
        var priority = Math.Clamp(outputs[ClassifierHeads.Priority], -MostPriority, MostPriority);
        var logits = outputs[ClassifierHeads.Category(0)..];
        RequestShape.Lean(text, logits);
        var probabilities = new float[ClassifierHeads.Categories];
        var best = Normalise(logits, probabilities);
        return new TaskProfile
        {
            Category = (TaskCategory)best,
            CategoryProbabilities = probabilities,
            // A prompt without a word asks for nothing that could be hard.
            Difficulty = features.Prompt.Text.IsEmpty ? 0 : Sigmoid(difficulty),
            CheapSuffices = suffices,
            ExpectedGain =
                (_weights.GainShare(features.Form) * (strong - cheap))
                + priority
                + CategoryGain(features.Form, probabilities),
            Confidence = Math.Sqrt(probabilities[best] * Math.Max(suffices, 1 - suffices)),
            EstimatedInputTokens = TokenEstimate.Input(text, features.Statistics),
            Classifier = _name,
        };
    }

    // Only training must give the same bits everywhere, and it does not come here: the platform's own exponential is several times as fast.
    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private float CategoryGain(PromptForm form, ReadOnlySpan<float> probabilities)
    {
        var gains = _weights.CategoryGain(form);
        var sum = 0f;
        for (var i = 0; i < probabilities.Length; i++)
        {
            sum += gains[i] * probabilities[i];
        }

        return sum;
    }

    // Each category was learned against all others, so the odds are of separate questions and are made to sum to 1 here.
    private static int Normalise(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        var sum = 0.0;
        var best = 0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = (float)Sigmoid(logits[i]);
            sum += probabilities[i];
            best = probabilities[i] > probabilities[best] ? i : best;
        }

        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = (float)(probabilities[i] / sum);
        }

        return best;
    }
}
