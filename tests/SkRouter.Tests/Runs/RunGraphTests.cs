using System.Xml.Linq;
using SkRouter.Loops;
using SkRouter.Pipeline;
using SkRouter.Runs;
using SkRouter.Spend;

namespace SkRouter.Tests.Runs;

public sealed class RunGraphTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_OneAfterTheOther_HandsOverOnce()
    {
        var graph = RunGraph.Of([
            Trip("planner", 0, 2),
            Trip("coder", 2, 4, "Patch"),
            Trip("coder", 5, 6),
        ]);

        Ways(graph).ShouldBe(["> planner", "planner > coder"]);
        graph.Agents.Select(agent => agent.Name).ShouldBe(["planner", "coder"]);
        graph.Agents[1].RoundTrips.ShouldBe(2);
        graph.Agents[1].Tools.ShouldBe(new Dictionary<string, int> { ["Patch"] = 1 });
        graph.CostUsd.ShouldBe(0.3m);
    }

    [Fact]
    public void Of_BackAndForth_HandsOverEachTime()
    {
        var graph = RunGraph.Of([
            Trip("coder", 0, 1),
            Trip("reviewer", 1, 2),
            Trip("coder", 2, 3),
            Trip("reviewer", 3, 4),
        ]);

        Ways(graph)
            .ShouldBe(["> coder", "coder > reviewer", "reviewer > coder", "coder > reviewer"]);
    }

    [Fact]
    public void Of_AllAtOnce_BeginBesideEachOtherAndDoNotHandOver()
    {
        var graph = RunGraph.Of([
            Trip("one", 0, 3, "Look"),
            Trip("two", 0.1, 2, "Look"),
            Trip("two", 2.5, 4),
            Trip("one", 3.5, 5),
        ]);

        Ways(graph).ShouldBe(["> one", "> two"]);
    }

    [Fact]
    public void Of_PlannerGivesTasks_GoesOnByItselfAfterThem()
    {
        var graph = RunGraph.Of([
            Trip("planner", 0, 1, "ask_coder"),
            Trip("coder", 1, 2),
            Trip("planner", 2, 3, "ask_coder"),
            Trip("coder", 3, 4),
            Trip("planner", 4, 5),
        ]);

        Ways(graph).ShouldBe(["> planner", "planner > coder", "planner > coder"]);
    }

    [Fact]
    public void Of_HandoverTools_AreNoToolLoop()
    {
        var graph = RunGraph.Of([
            Trip("triage", 0, 1, "handoff_to_1"),
            Trip("coder", 1, 2, "handoff_to_2"),
            Trip("triage", 2, 3),
        ]);

        Ways(graph).ShouldBe(["> triage", "triage > coder", "coder > triage"]);
    }

    [Fact]
    public void Of_AnyOrderOfRecords_IsTheSameGraph()
    {
        DecisionRecord[] trips = [Trip("a", 0, 1), Trip("b", 1, 2), Trip("c", 2, 3)];

        Ways(RunGraph.Of(trips.AsEnumerable().Reverse())).ShouldBe(Ways(RunGraph.Of(trips)));
    }

    [Fact]
    public void Of_NoRecordsOrTwoRuns_IsAnError()
    {
        Should.Throw<ArgumentException>(() => RunGraph.Of([]));
        Should.Throw<ArgumentException>(() =>
            RunGraph.Of([Trip("a", 0, 1), Trip("a", 1, 2) with { Run = "other" }])
        );
    }

    [Fact]
    public void ToMermaid_Run_NamesAgentsToolsAndWays()
    {
        var graph = RunGraph.Of([
            Trip("planner", 0, 1),
            Trip("coder \"the\" <b>", 1, 2, "Patch", "Patch"),
        ]);

        graph
            .ToMermaid()
            .ReplaceLineEndings("\n")
            .ShouldBe(
                """
                flowchart LR
                  start((start))
                  agent0["planner<br/>1 round trip, $0.1<br/>m"]
                  agent1["coder #quot;the#quot; #lt;b#gt;<br/>1 round trip, $0.1<br/>m"]
                  start --> agent0
                  agent0 --> agent1
                  tool0(["Patch"])
                  agent1 -.->|2| tool0

                """.ReplaceLineEndings("\n")
            );
    }

    [Fact]
    public void ToSvg_Run_DrawsALaneForEachAgentAndABarForEachRoundTrip()
    {
        var graph = RunGraph.Of([
            Trip("planner & <co>", 0, 1),
            Trip("coder", 1, 3, "Patch") with
            {
                Loop = new(LoopKind.ToolCall, 2, LoopStep.Observe) { Tool = "Patch" },
            },
            Trip("coder", 3, 3) with
            {
                Model = null,
                Outcome = RoundTripOutcome.Failed,
            },
        ]);

        var picture = XDocument.Parse(graph.ToSvg());

        XNamespace svg = "http://www.w3.org/2000/svg";
        picture
            .Descendants(svg + "rect")
            .Count(bar => bar.Element(svg + "title") is not null)
            .ShouldBe(3);
        picture.Descendants(svg + "circle").Count().ShouldBe(1);
        picture
            .Descendants(svg + "path")
            .Count(path => path.Attribute("marker-end") is not null)
            .ShouldBe(1);
        picture
            .Descendants(svg + "text")
            .Select(text => text.Value)
            .ShouldContain("planner & <co>");
        picture.ToString().ShouldContain("Patch was called 2 times");
    }

    [Fact]
    public void Circles_SightingsThatGrow_AreOneCircleUntilSomethingNewComes()
    {
        var graph = RunGraph.Of([
            Circling("coder", 1, "Patch", 2, LoopStep.Observe),
            Circling("reviewer", 2, "Read", 2, LoopStep.Observe),
            Circling("coder", 3, "Patch", 3, LoopStep.Steer),
            Trip("coder", 4, 5),
            Circling("coder", 5, "Patch", 2, LoopStep.Observe),
            Circling("coder", 6, "Read", 3, LoopStep.Block),
            Circling("coder", 7, "Read", 2, LoopStep.Observe),
        ]);

        graph
            .Circles.Select(circle => (circle.Agent, circle.Step, circle.Sightings.Count))
            .ShouldBe([
                ("coder", LoopStep.Steer, 2),
                ("reviewer", LoopStep.Observe, 1),
                ("coder", LoopStep.Observe, 1),
                ("coder", LoopStep.Block, 1),
                ("coder", LoopStep.Observe, 1),
            ]);
        graph
            .Circles[0]
            .ToString()
            .ShouldBe(
                "Patch was called 3 times with the same arguments and result (Observe, Steer)"
            );
    }

    [Fact]
    public void ToMermaid_AgentWentInCircles_SaysSo()
    {
        var text = RunGraph.Of([Circling("coder", 1, "Patch", 3, LoopStep.Steer)]).ToMermaid();

        text.ShouldContain(
            "circle0{{\"Patch was called 3 times with the same arguments and result (Steer)\"}}"
        );
        text.ShouldContain("agent0 -.- circle0");
    }

    private static DecisionRecord Circling(
        string agent,
        double at,
        string tool,
        int count,
        LoopStep step
    ) =>
        Trip(agent, at, at + 1) with
        {
            Loop = new(LoopKind.ToolCall, count, step) { Tool = tool },
        };

    private static string[] Ways(RunGraph graph) =>
        [.. graph.Handovers.Select(way => $"{way.From?.Agent} > {way.To.Agent}".TrimStart())];

    private static DecisionRecord Trip(
        string agent,
        double from,
        double to,
        params string[] tools
    ) =>
        new()
        {
            Id = FormattableString.Invariant($"{agent}-{from}"),
            StartedAt = Noon.AddSeconds(from),
            Duration = TimeSpan.FromSeconds(to - from),
            Role = agent,
            Agent = agent,
            Run = "run",
            Streamed = false,
            Attempts = [],
            Outcome = RoundTripOutcome.Answered,
            Model = "m",
            Usage = TokenUsage.None,
            CostUsd = 0.1m,
            ToolCalls = tools,
        };
}
