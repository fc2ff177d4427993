namespace SkRouter.Simulator.Scripting;

/// <summary>A condition and what is answered when it holds.</summary>
public sealed record AnswerRule
{
    /// <summary>A name, for the log.</summary>
    public string? Name { get; init; }

    /// <summary>What the request must look like; without it the rule always applies.</summary>
    public Condition? When { get; init; }

    /// <summary>The answer. Either this or <see cref="Sequence"/>.</summary>
    public Answer? Answer { get; init; }

    /// <summary>First time, then, then ...; the last one stays. A request that is made to fail does not use one up.</summary>
    public IReadOnlyList<Answer> Sequence { get; init; } = [];
}
