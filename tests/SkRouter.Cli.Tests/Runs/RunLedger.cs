using Microsoft.Extensions.Logging.Abstractions;
using SkRouter.Ledger.Sqlite;
using SkRouter.Loops;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Cli.Tests.Runs;

/// <summary>A ledger file with one run of three agents, and another beside it.</summary>
internal static class RunLedger
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static async Task WriteAsync(string file)
    {
        await using var ledger = new SqliteLedger(
            file,
            new(),
            TimeProvider.System,
            NullLogger.Instance
        );
        DecisionRecord[] trips =
        [
            Trip("planner", 0),
            Trip("coder", 1, "patch", "patch"),
            Trip("coder", 2) with
            {
                Loop = new(LoopKind.ToolCall, 2, LoopStep.Observe) { Tool = "patch" },
            },
            Trip("reviewer", 3),
            Trip("coder", 4),
            Trip("reviewer", 5),
            Trip("planner", 9) with
            {
                Run = "other",
            },
        ];
        foreach (var trip in trips)
        {
            await ledger.AppendAsync(trip);
        }
    }

    private static DecisionRecord Trip(string agent, int second, params string[] tools) =>
        new()
        {
            Id = FormattableString.Invariant($"trip-{second}"),
            StartedAt = Noon.AddSeconds(second),
            Duration = TimeSpan.FromSeconds(1),
            Role = agent,
            Agent = agent,
            Run = "run-1",
            Streamed = false,
            Attempts = [],
            Outcome = RoundTripOutcome.Answered,
            Deployment = "m",
            Model = "m",
            Usage = TokenUsage.None,
            CostUsd = 0.25m,
            ToolCalls = tools,
        };
}
