using SkRouter.Loops;
using SkRouter.Pipeline;

namespace SkRouter.Runs;

/// <summary>Who worked after whom.</summary>
internal static class RunOrder
{
    public static IReadOnlyList<RunHandover> Handovers(IReadOnlyList<DecisionRecord> trips)
    {
        var handovers = new List<RunHandover>();
        var last = new Dictionary<string, DecisionRecord>(StringComparer.Ordinal);
        for (var i = 0; i < trips.Count; i++)
        {
            var trip = trips[i];
            var own = last.GetValueOrDefault(trip.Agent);
            last[trip.Agent] = trip;
            if (own is not null && IsInToolLoop(own))
            {
                continue;
            }

            var before = Before(trips, i);
            if (
                own is null
                || (before is not null && before.Agent != trip.Agent && End(before) > End(own))
            )
            {
                handovers.Add(new(before, trip));
            }
        }

        return handovers;
    }

    public static DateTimeOffset End(DecisionRecord trip) => trip.StartedAt + trip.Duration;

    /// <summary>Whether the answer called tools that bring the work back to the same agent.</summary>
    private static bool IsInToolLoop(DecisionRecord trip) =>
        trip.ToolCalls.Count > 0 && !trip.ToolCalls.Any(OfferedTools.HandsOver);

    /// <summary>What ended last before a round trip began; null if nothing had: then it began beside others.</summary>
    private static DecisionRecord? Before(IReadOnlyList<DecisionRecord> trips, int index)
    {
        DecisionRecord? latest = null;
        for (var i = 0; i < index; i++)
        {
            if (
                End(trips[i]) <= trips[index].StartedAt
                && (latest is null || End(trips[i]) >= End(latest))
            )
            {
                latest = trips[i];
            }
        }

        return latest;
    }
}
