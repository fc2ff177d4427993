using System.Globalization;
using SkRouter.Runs;
using Spectre.Console;

namespace SkRouter.Cli.Commands.Runs;

/// <summary>A run as people read it.</summary>
internal static class RunTable
{
    public static void Write(RunGraph graph, IAnsiConsole console)
    {
        var report = RunReport.Of(graph);
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"Run [bold]{graph.Run}[/], {report.Began:u}: {graph.RoundTrips.Count} round trips in {report.Seconds:0.##} s, {Usd(report.CostUsd)}"
        );
        var table = new Table { Border = TableBorder.Ascii };
        table.AddColumns("agent", "role", "round trips", "cost", "models", "tools");
        foreach (var agent in graph.Agents)
        {
            table.AddRow(
                Markup.Escape(agent.Name),
                Markup.Escape(agent.Role),
                agent.RoundTrips.ToString(CultureInfo.InvariantCulture),
                Usd(agent.CostUsd),
                Markup.Escape(Counts(agent.Models)),
                Markup.Escape(Counts(agent.Tools))
            );
        }

        console.Write(table);
        foreach (var way in report.Handovers.Where(static way => way.From is not null))
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"  {way.From} -> {way.To}{Times(way)}"
            );
        }

        foreach (var trip in graph.RoundTrips.Where(static trip => trip.Loop is not null))
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"  [yellow]{trip.Agent}: {trip.Loop}[/]"
            );
        }

        foreach (var trip in graph.RoundTrips.Where(static trip => trip.Error is not null))
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"  [red]{trip.Agent}: {trip.Error}[/]"
            );
        }
    }

    private static string Times(RunWay way) =>
        way.Times == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {way.Times} times");

    private static string Counts(IReadOnlyDictionary<string, int> counts) =>
        string.Join(
            ", ",
            counts.Select(static count =>
                count.Value == 1
                    ? count.Key
                    : string.Create(CultureInfo.InvariantCulture, $"{count.Key} x {count.Value}")
            )
        );

    private static string Usd(decimal? usd) =>
        usd is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"${known:0.######}")
            : "cost unknown";
}
