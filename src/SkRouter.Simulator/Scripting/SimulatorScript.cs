namespace SkRouter.Simulator.Scripting;

/// <summary>Everything that a simulator plays: its models and what they answer.</summary>
public sealed record SimulatorScript
{
    /// <summary>What the file is for; nothing reads it but people.</summary>
    public string? Description { get; init; }

    /// <summary>All randomness (ids, jitter, chances) follows from it.</summary>
    public int Seed { get; init; }

    /// <summary>The only key that is let in; without it every key is.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The models.</summary>
    public required IReadOnlyList<ModelScript> Models { get; init; }

    /// <summary>Answers of all models, tried after a model's own rules.</summary>
    public IReadOnlyList<AnswerRule> Rules { get; init; } = [];
}
