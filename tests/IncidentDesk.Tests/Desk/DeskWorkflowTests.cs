using IncidentDesk.Desk;
using IncidentDesk.Reporting;
using Microsoft.Extensions.AI;
using SkRouter.Agents;

namespace IncidentDesk.Tests.Desk;

public sealed class DeskWorkflowTests : IDisposable
{
    private readonly Workplace _place = new();
    private readonly List<string> _asked = [];
    private readonly AgentDefinitions _definitions = AgentFiles.Read(
        Path.Combine(AppContext.BaseDirectory, "agents")
    );
    private readonly StringWriter _output = new();

    public void Dispose()
    {
        _place.Dispose();
        _output.Dispose();
    }

    [Fact]
    public async Task Run_ReviewerSendsBackOnce_CoderWorksAgainAndTheWriterReports()
    {
        var verdicts = new Queue<string>(["Verdict: send back", "Verdict: approve"]);

        var file = await RunAsync(Answers(verdicts));

        _asked.ShouldBe([
            "triage",
            "planner",
            "investigator",
            "coder",
            "reviewer",
            "coder",
            "reviewer",
            "writer",
        ]);
        file.Approved.ShouldBeTrue();
        file.Round.ShouldBe(2);
        file.Report.ShouldBe("the report");
        file.Diff.ShouldContain("+    take2()");
        _place.Journal.Counts["apply_patch"].ShouldBe(2);
    }

    [Fact]
    public async Task Run_ReviewerNeverApproves_StopsAfterTheTeamsRounds()
    {
        var file = await RunAsync(Answers(new(Enumerable.Repeat("Verdict: send back", 10))));

        file.Approved.ShouldBeFalse();
        file.Round.ShouldBe(_definitions.Teams[DeskTeam.Name].Limits.Rounds);
        file.Report.ShouldBe("the report");
    }

    [Fact]
    public async Task Run_SequentialTeam_GoesOnAfterOneReview()
    {
        var team = _definitions.Teams[DeskTeam.Name] with { Shape = TeamShape.Sequential };

        var file = await RunAsync(Answers(new(["Verdict: send back"])), team);

        file.Round.ShouldBe(1);
        file.Approved.ShouldBeFalse();
    }

    [Fact]
    public async Task Run_PlannerWantsNoFix_PassesCoderAndReviewerBy()
    {
        var answers = Answers(new());
        answers["planner"] = static _ => [new TextContent("Decision: report")];

        var file = await RunAsync(answers);

        _asked.ShouldBe(["triage", "planner", "investigator", "writer"]);
        file.WantsFix.ShouldBeFalse();
        file.Report.ShouldBe("the report");
    }

    [Fact]
    public async Task Run_ReviewerApprovesNothing_IsNotApproved()
    {
        var answers = Answers(new(Enumerable.Repeat("Verdict: approve", 10)));
        answers["coder"] = static _ => [new TextContent("I changed nothing.")];

        var file = await RunAsync(answers);

        file.Approved.ShouldBeFalse();
    }

    [Fact]
    public async Task Run_DeskFails_SaysWhichAndWhy()
    {
        var answers = Answers(new());
        answers["investigator"] = static _ => throw new HttpRequestException("no model answers");

        var exception = await Should.ThrowAsync<InvalidOperationException>(() => RunAsync(answers));

        exception.Message.ShouldContain("investigator");
        exception.InnerException.ShouldNotBeNull().Message.ShouldContain("no model answers");
    }

    [Fact]
    public async Task Run_Triage_LabelsEveryLineAndTellsThePlanner()
    {
        string? plan = null;
        var answers = Answers(new(["Verdict: approve"]));
        answers["planner"] = messages =>
        {
            plan = messages[^1].Text;
            return [new TextContent("Decision: fix")];
        };

        var file = await RunAsync(answers);

        file.Triage.ShouldNotBeNull().Lines.Count.ShouldBe(3);
        plan.ShouldNotBeNull()
            .ShouldContain("3 lines: 1 noise, 2 symptom, 0 suspect, 0 change, 0 without a label.");
        plan.ShouldContain("# Runbook");
    }

    private static Dictionary<string, Func<IReadOnlyList<ChatMessage>, AIContent[]>> Answers(
        Queue<string> verdicts
    ) =>
        new(StringComparer.Ordinal)
        {
            ["triage"] = static _ => [new TextContent("1: noise\n2: symptom\n3: symptom")],
            ["planner"] = static _ => [new TextContent("Decision: fix")],
            ["investigator"] = static _ => [new TextContent("It leaks.")],
            ["coder"] = Code,
            ["reviewer"] = _ => [new TextContent(verdicts.Dequeue())],
            ["writer"] = static _ => [new TextContent("the report")],
        };

    private static AIContent[] Code(IReadOnlyList<ChatMessage> messages)
    {
        var turn = messages.Count(static message => message.Role == ChatRole.User);
        return messages[^1].Role == ChatRole.Tool
            ? [new TextContent("done")]
            :
            [
                new FunctionCallContent(
                    FormattableString.Invariant($"call{turn}"),
                    "apply_patch",
                    new Dictionary<string, object?>
                    {
                        ["path"] = "src/quote.py",
                        ["oldText"] =
                            turn == 1
                                ? "acquire()"
                                : FormattableString.Invariant($"take{turn - 1}()"),
                        ["newText"] = FormattableString.Invariant($"take{turn}()"),
                    }
                ),
            ];
    }

    private Task<CaseFile> RunAsync(
        Dictionary<string, Func<IReadOnlyList<ChatMessage>, AIContent[]>> answers,
        TeamDefinition? team = null
    )
    {
        var progress = new DeskProgress(_output, TimeProvider.System);
        var workflow = DeskWorkflow.Build(
            team ?? _definitions.Teams[DeskTeam.Name],
            name =>
                _definitions
                    .Roles[name]
                    .CreateAgent(
                        new FakeChatClient(
                            (messages, _) =>
                            {
                                if (messages[^1].Role == ChatRole.User)
                                {
                                    _asked.Add(name);
                                }

                                return answers[name](messages);
                            }
                        ),
                        _place.Tools.All
                    ),
            _place.Files.Patches,
            new StepJournal(_place.Files.Root, "run"),
            progress
        );
        return DeskRun.ToEndAsync(
            workflow,
            CaseOpening.Open(_place.Folder),
            progress,
            CancellationToken.None
        );
    }
}
