using SkRouter.Runs;

namespace SkRouter.Cli.Commands.Runs;

/// <summary>A run as <c>skrouter run show --json</c> prints it.</summary>
internal sealed record RunReport
{
    public required string Run { get; init; }

    public required DateTimeOffset Began { get; init; }

    public required double Seconds { get; init; }

    public required decimal? CostUsd { get; init; }

    public required IReadOnlyList<RunAgent> Agents { get; init; }

    public required IReadOnlyList<RunWay> Handovers { get; init; }

    public static RunReport Of(RunGraph graph) =>
        new()
        {
            Run = graph.Run,
            Began = graph.RoundTrips[0].StartedAt,
            Seconds = (
                graph.RoundTrips.Max(static trip => trip.StartedAt + trip.Duration)
                - graph.RoundTrips[0].StartedAt
            ).TotalSeconds,
            CostUsd = graph.CostUsd,
            Agents = graph.Agents,
            Handovers = RunWay.Of(graph),
        };
}
