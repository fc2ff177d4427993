namespace SkRouter.Escalation;

/// <summary>A run that is over, as plans are tried on it. Its chances were computed before anything was learned from it.</summary>
internal sealed record PastRun
{
    /// <summary>The model that it began with.</summary>
    public required string Model { get; init; }

    /// <summary>Chance of success after each round trip; the last is that of the whole run.</summary>
    public required float[] Chances { get; init; }

    /// <summary>What it had cost after each number of round trips, from 0 on; the last is all of it.</summary>
    public required float[] CostUsd { get; init; }

    /// <summary>Its outcome with the model that it began with; where it was given up, the chance of one.</summary>
    public required float Success { get; init; }

    /// <summary>The outcome with the stronger model; NaN if that did not serve it.</summary>
    public float StrongSuccess { get; init; } = float.NaN;

    /// <summary>What the whole run costs with the stronger model; NaN if that is unknown.</summary>
    public float StrongCostUsd { get; init; } = float.NaN;
}
