using System.Text.Json.Serialization;

namespace SkRouter.Simulator.Scripting;

/// <summary>When a model fails, and how. All conditions that are given must hold.</summary>
public sealed record FaultRule
{
    /// <summary>
    /// Numbers of the model's requests, counted from 1: <c>3</c>, <c>1-4</c>, <c>2-</c>, <c>every 3</c>, <c>*</c>, or several with commas.
    /// </summary>
    [JsonConverter(typeof(NumberOrTextConverter))]
    public string? Requests { get; init; }

    /// <summary>Start of a time window, in milliseconds since the simulator started.</summary>
    public double? FromMs { get; init; }

    /// <summary>End of a time window, in milliseconds since the simulator started.</summary>
    public double? UntilMs { get; init; }

    /// <summary>Fails this often at most.</summary>
    public int? Times { get; init; }

    /// <summary>Chance of failing, 0 to 1, drawn from the simulator's seed.</summary>
    public double? Probability { get; init; }

    /// <summary>What the request must look like.</summary>
    public Condition? When { get; init; }

    /// <summary>How it fails.</summary>
    public required Fault Fault { get; init; }
}
