using System.Globalization;
using System.Security;
using System.Text;
using SkRouter.Pipeline;

namespace SkRouter.Runs;

/// <summary>A run as a picture: time from left to right, a lane for each agent.</summary>
internal sealed class RunSvg
{
    private const int Width = 1_000;
    private const int Names = 190;
    private const int Lane = 48;
    private const int Bar = 18;
    private const int Top = 56;
    private const int Bottom = 44;
    private const double Thinnest = 3;

    // Colours that people with any kind of colour vision can tell apart; after Okabe and Ito.
    private static readonly string[] Colours =
    [
        "#0072b2",
        "#e69f00",
        "#009e73",
        "#cc79a7",
        "#56b4e9",
        "#d55e00",
        "#999933",
        "#000000",
    ];

    private readonly StringBuilder _svg = new();
    private readonly RunGraph _graph;
    private readonly List<string> _models;
    private readonly DateTimeOffset _begin;
    private readonly double _scale;

    private RunSvg(RunGraph graph)
    {
        _graph = graph;
        _models =
        [
            .. graph
                .RoundTrips.Select(static trip => trip.Model)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
        _begin = graph.RoundTrips[0].StartedAt;
        var whole = graph.RoundTrips.Max(RunOrder.End) - _begin;
        _scale = (Width - Names - 24) / Math.Max(whole.TotalSeconds, 0.001);
    }

    public static string Write(RunGraph graph) => new RunSvg(graph).Write();

    private string Write()
    {
        var height = Top + (_graph.Agents.Count * Lane) + Bottom;
        Add(
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="sans-serif" font-size="12">"""
        );
        Add($"""<title>{Escape($"Run {_graph.Run}")}</title>""");
        Add(
            $"""<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#555"/></marker></defs>"""
        );
        Add($"""<rect width="{Width}" height="{height}" fill="white"/>""");
        Add(
            $"""<text x="12" y="24" font-size="15">{Escape($"Run {_graph.Run}: {_graph.RoundTrips.Count.ToString(CultureInfo.InvariantCulture)} round trips, {RunCost.Text(_graph.CostUsd)}")}</text>"""
        );
        for (var i = 0; i < _graph.Agents.Count; i++)
        {
            WriteLane(_graph.Agents[i], i);
        }

        foreach (var trip in _graph.RoundTrips)
        {
            WriteTrip(trip);
        }

        foreach (var handover in _graph.Handovers)
        {
            WriteHandover(handover);
        }

        WriteLegend(height - 16);
        Add($"</svg>");
        return _svg.ToString();
    }

    private void WriteLane(RunAgent agent, int index)
    {
        var middle = Top + (index * Lane) + (Lane / 2);
        Add(
            $"""<line x1="{Names}" y1="{middle}" x2="{Width - 12}" y2="{middle}" stroke="#e5e5e5"/>"""
        );
        Add($"""<text x="12" y="{middle - 2}">{Escape(Short(agent.Name))}</text>""");
        Add(
            $"""<text x="12" y="{middle + 13}" fill="#666" font-size="11">{agent.RoundTrips} asked, {Escape(RunCost.Text(agent.CostUsd))}</text>"""
        );
    }

    private void WriteTrip(DecisionRecord trip)
    {
        var x = X(trip.StartedAt);
        var width = Math.Max(Thinnest, X(RunOrder.End(trip)) - x);
        var y = Middle(trip.Agent) - (Bar / 2);
        var failed = trip.Outcome is RoundTripOutcome.Failed;
        var colour = failed || trip.Model is null ? "#ffffff" : Colour(trip.Model);
        var edge =
            failed ? "#c00000"
            : trip.FellBack ? "#c00000"
            : colour;
        Add(
            $"""<rect x="{x:0.#}" y="{y}" width="{width:0.#}" height="{Bar}" fill="{colour}" fill-opacity="0.85" stroke="{edge}" stroke-width="1.5"><title>{Escape(Describe(trip))}</title></rect>"""
        );
        for (var i = 0; i < trip.ToolCalls.Count; i++)
        {
            var at = x + width - 3 - (i * 7);
            Add(
                $"""<circle cx="{at:0.#}" cy="{y + Bar + 6}" r="3" fill="#555"><title>{Escape(trip.ToolCalls[i])}</title></circle>"""
            );
        }

        if (trip.Loop is { } loop)
        {
            Add(
                $"""<text x="{x:0.#}" y="{y - 3}" fill="#c00000" font-size="11">↻<title>{Escape(loop.ToString())}</title></text>"""
            );
        }
    }

    private void WriteHandover(RunHandover handover)
    {
        if (handover.From is not { } from)
        {
            return;
        }

        var (x1, y1) = (X(RunOrder.End(from)), Middle(from.Agent));
        var (x2, y2) = (X(handover.To.StartedAt), Middle(handover.To.Agent));
        var bend = Math.Max(12, (x2 - x1) / 2);
        Add(
            $"""<path d="M{x1:0.#} {y1} C{x1 + bend:0.#} {y1} {x2 - bend:0.#} {y2} {x2:0.#} {y2}" fill="none" stroke="#555" marker-end="url(#tip)"/>"""
        );
    }

    private void WriteLegend(int y)
    {
        double x = Names;
        foreach (var model in _models)
        {
            Add(
                $"""<rect x="{x:0.#}" y="{y - 10}" width="12" height="12" fill="{Colour(model)}"/>"""
            );
            Add($"""<text x="{x + 17:0.#}" y="{y}">{Escape(Short(model))}</text>""");
            x += 40 + (7 * Short(model).Length);
        }

        Add(
            $"""<text x="{Width - 12}" y="24" text-anchor="end" fill="#666">{Escape(string.Create(CultureInfo.InvariantCulture, $"{(_graph.RoundTrips.Max(RunOrder.End) - _begin).TotalSeconds:0.##} s; ● tool call, ↻ circle, red edge: failed or fell back"))}</text>"""
        );
    }

    private static string Describe(DecisionRecord trip)
    {
        var tools = trip.ToolCalls.Count == 0 ? "" : $"; calls {string.Join(", ", trip.ToolCalls)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{trip.Agent} ({trip.Role}): {trip.Model ?? trip.Error?.ToString() ?? trip.Outcome.ToString()}, {trip.Duration.TotalSeconds:0.##} s, {RunCost.Text(trip.CostUsd)}{tools}"
        );
    }

    private double X(DateTimeOffset time) => Names + ((time - _begin).TotalSeconds * _scale);

    private int Middle(string agent)
    {
        var index = 0;
        while (_graph.Agents[index].Name != agent)
        {
            index++;
        }

        return Top + (index * Lane) + (Lane / 2);
    }

    private string Colour(string model) => Colours[_models.IndexOf(model) % Colours.Length];

    private static string Short(string name) => name.Length <= 26 ? name : name[..25] + "…";

    private static string Escape(string text) =>
        SecurityElement.Escape(
            new string([.. text.Where(static letter => !char.IsControl(letter))])
        );

    private void Add(FormattableString line) =>
        _svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
