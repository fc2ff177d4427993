using SkRouter.Runs;

namespace SkRouter.Cli.Commands.Runs;

/// <summary>How often the work went from one agent to another.</summary>
/// <param name="From">The agent before; null at the beginning of the run.</param>
/// <param name="To">The agent after.</param>
/// <param name="Times">How often.</param>
internal sealed record RunWay(string? From, string To, int Times)
{
    public static IReadOnlyList<RunWay> Of(RunGraph graph) =>
        [
            .. graph
                .Handovers.GroupBy(static handover =>
                    (From: handover.From?.Agent, To: handover.To.Agent)
                )
                .Select(static way => new RunWay(way.Key.From, way.Key.To, way.Count())),
        ];
}
