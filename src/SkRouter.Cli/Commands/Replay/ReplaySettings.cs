using SkRouter.Classification;

namespace SkRouter.Cli.Commands.Replay;

/// <summary>What a replay is to find out.</summary>
internal sealed record ReplaySettings
{
    /// <summary>Default of <see cref="OutputTokens"/>: what the router itself expects of a model that it does not know.</summary>
    public const int UsualOutputTokens = 400;

    /// <summary>From this score on an answer counts as good, for the check of a cascade.</summary>
    public const double Good = 0.5;

    /// <summary>The policy, as a role's configuration writes it.</summary>
    public required string Policy { get; init; }

    /// <summary>The outcomes do not say how long answers were, so every answer is taken to be this long.</summary>
    public int OutputTokens { get; init; } = UsualOutputTokens;

    /// <summary>Whether the router is told every outcome as it goes, as an app with feedback would.</summary>
    public bool Learn { get; init; }

    /// <summary>What profiles the prompts; null for the built-in classifier.</summary>
    public ITaskClassifier? Classifier { get; init; }

    /// <summary>Of whatever the policy draws by chance.</summary>
    public int Seed { get; init; } = 1;
}
