using SkRouter.FaultBench.Faults;

namespace SkRouter.FaultBench.Running;

/// <summary>All faults in all modes.</summary>
internal static class Bench
{
    public static async Task<IReadOnlyList<FaultRow>> RunAsync(
        TimeProvider time,
        Wire wire,
        string? only
    )
    {
        await using var providers = await Providers.StartAsync(time, wire);
        var run = new ScenarioRun(providers, time);
        // The first calls compile code; virtual time would take that for silence.
        await run.RunAsync(ScenarioList.All[0], Mode.All[1]);
        await run.RunAsync(ScenarioList.All[0], Mode.All[3]);
        List<FaultRow> rows = [];
        foreach (var scenario in ScenarioList.All)
        {
            foreach (var mode in Mode.All)
            {
                if (Applies(scenario, mode) && Wanted(scenario.Name, only))
                {
                    rows.Add(await run.RunAsync(scenario, mode));
                    await Console.Error.WriteAsync(rows[^1].Wrong.Count == 0 ? "." : "x");
                }
            }
        }

        var outage = new OutageRun(providers, time);
        foreach (var mode in Mode.All.Where(_ => Wanted("60 s of 503", only)))
        {
            rows.Add(await outage.RunAsync(mode));
            await Console.Error.WriteAsync(rows[^1].Wrong.Count == 0 ? "." : "x");
        }

        await Console.Error.WriteLineAsync();
        return rows;
    }

    private static bool Applies(FaultScenario scenario, Mode mode) =>
        mode.Streamed ? !scenario.PlainOnly : !scenario.StreamedOnly;

    private static bool Wanted(string name, string? only) =>
        only is null || name.Contains(only, StringComparison.OrdinalIgnoreCase);
}
