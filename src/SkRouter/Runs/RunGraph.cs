using SkRouter.Pipeline;

namespace SkRouter.Runs;

/// <summary>
/// What happened in a run, made of its decision records: agents, what they asked and called, and how the work went from one to the other.
/// Records do not say who called whom; it follows from their times and tool calls.
/// </summary>
public sealed record RunGraph
{
    private RunGraph() { }

    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>Its round trips, by when they began.</summary>
    public required IReadOnlyList<DecisionRecord> RoundTrips { get; init; }

    /// <summary>Its agents, by when they first asked.</summary>
    public required IReadOnlyList<RunAgent> Agents { get; init; }

    /// <summary>How the work went from agent to agent, by time.</summary>
    public required IReadOnlyList<RunHandover> Handovers { get; init; }

    /// <summary>Where agents went in circles, by when it was noticed.</summary>
    public required IReadOnlyList<RunCircle> Circles { get; init; }

    /// <summary>What the run cost, in USD; null if a price is unknown.</summary>
    public decimal? CostUsd => Sum(RoundTrips);

    /// <summary>Reads a run from its records.</summary>
    /// <param name="records">All records of one run, in any order.</param>
    /// <exception cref="ArgumentException">There are none, or they belong to several runs.</exception>
    public static RunGraph Of(IEnumerable<DecisionRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        IReadOnlyList<DecisionRecord> trips =
        [
            .. records
                .OrderBy(static record => record.StartedAt)
                .ThenBy(static record => record.Id, StringComparer.Ordinal),
        ];
        if (trips.Select(static record => record.Run).Distinct(StringComparer.Ordinal).Count() != 1)
        {
            throw new ArgumentException(
                "The records must be those of one run, and at least one.",
                nameof(records)
            );
        }

        return new()
        {
            Run = trips[0].Run,
            RoundTrips = trips,
            Agents =
            [
                .. trips
                    .GroupBy(static record => record.Agent, StringComparer.Ordinal)
                    .Select(static agent => Agent(agent.Key, [.. agent])),
            ],
            Handovers = RunOrder.Handovers(trips),
            Circles = RunCircle.Of(trips),
        };
    }

    /// <summary>The graph as a Mermaid flowchart: agents, handovers, tools.</summary>
    public string ToMermaid() => RunMermaid.Write(this);

    /// <summary>The run as a picture: a lane for each agent, a bar for each round trip, arrows for handovers.</summary>
    public string ToSvg() => RunSvg.Write(this);

    private static RunAgent Agent(string name, IReadOnlyList<DecisionRecord> records) =>
        new(name, records[0].Role, records.Count, Sum(records))
        {
            Tools = Counts(records.SelectMany(static record => record.ToolCalls)),
            Models = Counts(records.Select(static record => record.Model).OfType<string>()),
        };

    private static decimal? Sum(IReadOnlyList<DecisionRecord> records) =>
        records.Any(static record => record.CostUsd is null)
            ? null
            : records.Sum(static record => record.CostUsd);

    private static Dictionary<string, int> Counts(IEnumerable<string> names) =>
        names
            .GroupBy(static name => name, StringComparer.Ordinal)
            .ToDictionary(static name => name.Key, Enumerable.Count, StringComparer.Ordinal);
}
