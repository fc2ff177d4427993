using SkRouter.Loops;
using SkRouter.Runs;

namespace IncidentDesk.Reporting;

/// <summary>Who went in circles, and what was done about it.</summary>
internal static class CircleLines
{
    /// <summary>How many of a run's circles were not only seen.</summary>
    public static int Caught(RunGraph? run) =>
        run?.Circles.Count(static circle => circle.Step >= LoopStep.Steer) ?? 0;

    public static void Write(RunGraph run, TextWriter output)
    {
        foreach (var circle in run.Circles)
        {
            var done = string.Join(
                ", then ",
                circle.Sightings.Select(static sighting => Done(sighting.Step)).Distinct()
            );
            output.WriteLine(
                $"{circle.Agent} went in circles: {circle.Sightings[^1].Describe()}; {done}."
            );
        }
    }

    private static string Done(LoopStep step) =>
        step switch
        {
            LoopStep.Steer => "it was told",
            LoopStep.Escalate => "a stronger model was asked",
            LoopStep.Block => "the tool was withheld",
            LoopStep.Stop => "it was stopped",
            _ => "it was noted",
        };
}
