using System.Globalization;
using System.Text;

namespace SkRouter.Runs;

/// <summary>A run as a Mermaid flowchart.</summary>
internal static class RunMermaid
{
    public static string Write(RunGraph graph)
    {
        var text = new StringBuilder("flowchart LR\n");
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        text.Append("  start((start))\n");
        foreach (var agent in graph.Agents)
        {
            var id = ids[agent.Name] = Id("agent", ids.Count);
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {id}[\"{Quote(agent.Name)}<br/>{Describe(agent)}\"]\n"
            );
        }

        foreach (
            var way in graph.Handovers.GroupBy(handover =>
                (From: handover.From?.Agent, To: handover.To.Agent)
            )
        )
        {
            var from = way.Key.From is { } name ? ids[name] : "start";
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {from} -->{Label(way.Count())} {ids[way.Key.To]}\n"
            );
        }

        WriteTools(graph, ids, text);
        WriteCircles(graph, ids, text);
        return text.ToString();
    }

    private static void WriteTools(
        RunGraph graph,
        Dictionary<string, string> agents,
        StringBuilder text
    )
    {
        var tools = graph
            .Agents.SelectMany(agent => agent.Tools.Keys)
            .Distinct(StringComparer.Ordinal)
            .Select((name, i) => (Name: name, Id: Id("tool", i)))
            .ToDictionary(tool => tool.Name, tool => tool.Id, StringComparer.Ordinal);
        foreach (var (name, id) in tools)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {id}([\"{Quote(name)}\"])\n");
        }

        foreach (var agent in graph.Agents)
        {
            foreach (var (tool, count) in agent.Tools)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"  {agents[agent.Name]} -.->{Label(count)} {tools[tool]}\n"
                );
            }
        }
    }

    private static void WriteCircles(
        RunGraph graph,
        Dictionary<string, string> agents,
        StringBuilder text
    )
    {
        for (var i = 0; i < graph.Circles.Count; i++)
        {
            var id = Id("circle", i);
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {id}{{{{\"{Quote(graph.Circles[i].ToString())}\"}}}}\n  {agents[graph.Circles[i].Agent]} -.- {id}\n"
            );
        }
    }

    private static string Describe(RunAgent agent)
    {
        var trips = agent.RoundTrips == 1 ? "round trip" : "round trips";
        var models = string.Join(", ", agent.Models.Keys.Select(Quote));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{agent.RoundTrips} {trips}, {RunCost.Text(agent.CostUsd)}{(models.Length > 0 ? $"<br/>{models}" : "")}"
        );
    }

    private static string Label(int count) =>
        count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"|{count}|");

    private static string Id(string kind, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");

    // Inside quotes only the quote itself ends a label; a line break or an angle bracket would be read as markup.
    private static string Quote(string text) =>
        text.Replace("#", "#35;", StringComparison.Ordinal)
            .Replace("\"", "#quot;", StringComparison.Ordinal)
            .Replace("<", "#lt;", StringComparison.Ordinal)
            .Replace(">", "#gt;", StringComparison.Ordinal)
            .ReplaceLineEndings(" ");
}
