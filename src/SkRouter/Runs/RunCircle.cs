using SkRouter.Loops;
using SkRouter.Pipeline;

namespace SkRouter.Runs;

/// <summary>That an agent went in circles, from when it was noticed until something new came of it.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Sightings">What was seen and done, round trip by round trip.</param>
public sealed record RunCircle(string Agent, IReadOnlyList<LoopSighting> Sightings)
{
    /// <summary>The highest step of the ladder that was taken.</summary>
    public LoopStep Step => Sightings.Max(static sighting => sighting.Step);

    /// <summary>For people, e.g. <c>search was called 3 times with the same arguments and result (Steer, Escalate)</c>.</summary>
    public override string ToString() =>
        $"{Sightings[^1].Describe()} ({string.Join(", ", Sightings.Select(static sighting => sighting.Step).Distinct())})";

    /// <summary>The circles of a run.</summary>
    /// <param name="trips">Its round trips, by when they began.</param>
    internal static IReadOnlyList<RunCircle> Of(IEnumerable<DecisionRecord> trips)
    {
        var circles = new List<RunCircle>();
        var open = new Dictionary<string, List<LoopSighting>>(StringComparer.Ordinal);
        foreach (var trip in trips)
        {
            if (trip.Loop is not { } loop)
            {
                open.Remove(trip.Agent);
            }
            else if (open.TryGetValue(trip.Agent, out var sightings) && GoesOn(sightings[^1], loop))
            {
                sightings.Add(loop);
            }
            else
            {
                circles.Add(new(trip.Agent, open[trip.Agent] = [loop]));
            }
        }

        return circles;
    }

    private static bool GoesOn(LoopSighting before, LoopSighting now) =>
        now.Kind == before.Kind && now.Tool == before.Tool && now.Count > before.Count;
}
