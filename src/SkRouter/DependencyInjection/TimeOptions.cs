namespace SkRouter.DependencyInjection;

/// <summary>
/// How long attempts and round trips may take where neither the role nor the deployment says. A model that reasons may be silent for a minute
/// before its first token, a small one for a second: so there is one default for each, and from a number of answers on a deployment is
/// held to what it usually takes itself.
/// </summary>
public sealed class TimeOptions
{
    /// <summary>Within this time a streamed answer of a model that does not reason must begin.</summary>
    public TimeSpan TimeToFirstToken { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Within this time a streamed answer of a model that reasons must begin.</summary>
    public TimeSpan ReasoningTimeToFirstToken { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>What each ten thousand tokens of input add to the time for the first token; providers read a long prompt before they write.</summary>
    public TimeSpan FirstTokenPerTenThousandInput { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>One attempt at a model that does not reason may take this long in all.</summary>
    public TimeSpan Total { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>One attempt at a model that reasons may take this long in all.</summary>
    public TimeSpan ReasoningTotal { get; set; } = TimeSpan.FromSeconds(600);

    /// <summary>The deadline of a round trip that has no candidate that reasons.</summary>
    public TimeSpan RoundTrip { get; set; } = TimeSpan.FromSeconds(180);

    /// <summary>The deadline of a round trip that a model that reasons may serve.</summary>
    public TimeSpan ReasoningRoundTrip { get; set; } = TimeSpan.FromSeconds(660);

    /// <summary>From this many answers on the time for the first token follows from the deployment's own; 0 for never.</summary>
    public int LearnFrom { get; set; } = 50;

    /// <summary>A learned time is this many times the deployment's own 95th percentile.</summary>
    public double LearnedFactor { get; set; } = 4;

    /// <summary>The shortest learned time for a model that does not reason.</summary>
    public TimeSpan ShortestLearned { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest learned time for a model that does not reason.</summary>
    public TimeSpan LongestLearned { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The shortest learned time for a model that reasons.</summary>
    public TimeSpan ShortestLearnedReasoning { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest learned time for a model that reasons.</summary>
    public TimeSpan LongestLearnedReasoning { get; set; } = TimeSpan.FromSeconds(300);
}
