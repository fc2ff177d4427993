namespace SkRouter.Classification;

/// <summary>What the learned weights see of a prompt: hashed words, shape, and form. Reused from prompt to prompt.</summary>
internal sealed class PromptFeatures
{
    /// <summary>Characters read of a longer prompt: so many from its start and so many from its end, where the question tends to be.</summary>
    internal const int HeadLimit = 6144;
    internal const int TailLimit = 2048;

    private readonly float[] _dense = new float[DenseFeatures.Count];

    internal HashedCounts Counts { get; } = new();

    internal ReadOnlySpan<float> Dense => _dense;

    internal PromptForm Form { get; private set; }

    internal PromptStatistics Statistics { get; private set; }

    internal float Norm { get; private set; }

    internal void Read(ReadOnlySpan<char> prompt)
    {
        Counts.Clear();
        var scanner = new PromptScanner(Counts);
        if (prompt.Length <= HeadLimit + TailLimit)
        {
            scanner.Read(prompt);
        }
        else
        {
            scanner.Read(prompt[..HeadLimit]);
            scanner.Read(prompt[^TailLimit..]);
        }

        DenseFeatures.Fill(scanner.Statistics, _dense);
        Statistics = scanner.Statistics;
        Form = Statistics.Form;
        Norm = Counts.Norm();
    }
}
