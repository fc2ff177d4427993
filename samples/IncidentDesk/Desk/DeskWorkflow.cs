using IncidentDesk.Reporting;
using IncidentDesk.Tools;
using IncidentDesk.Triage;
using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using SkRouter.Agents;

namespace IncidentDesk.Desk;

/// <summary>Who hands the case to whom.</summary>
internal sealed class DeskWorkflow
{
    private readonly TeamDefinition _team;
    private readonly TriageStep _triage;
    private readonly AgentStep _planner;
    private readonly AgentStep _investigator;
    private readonly AgentStep _coder;
    private readonly AgentStep _reviewer;
    private readonly AgentStep _writer;

    private DeskWorkflow(
        TeamDefinition team,
        Func<string, AIAgent> agents,
        PatchFolder patches,
        StepJournal steps,
        DeskProgress progress
    )
    {
        _team = team;
        _triage = new(agents(TriageStep.Name), steps, progress);
        _planner = Step(
            DeskTeam.Planner,
            Questions.Plan,
            static (file, answer) =>
                file with
                {
                    Plan = answer,
                    WantsFix = Verdicts.WantsFix(answer),
                }
        );
        _investigator = Step(
            DeskTeam.Investigator,
            Questions.Investigate,
            static (file, answer) => file with { Findings = answer }
        );
        _coder = Step(
            DeskTeam.Coder,
            Questions.Fix,
            (file, answer) => HandIn(file, answer, patches.Diff())
        );
        _reviewer = Step(DeskTeam.Reviewer, Questions.Review, Judge);
        _writer = Step(
            DeskTeam.Writer,
            Questions.Report,
            static (file, answer) => file with { Report = answer }
        );

        AgentStep Step(
            string name,
            Func<CaseFile, string> ask,
            Func<CaseFile, string, CaseFile> add
        ) => new(name, agents(name), ask, add, steps, progress);
    }

    public static Workflow Build(
        TeamDefinition team,
        Func<string, AIAgent> agents,
        PatchFolder patches,
        StepJournal steps,
        DeskProgress progress
    ) => new DeskWorkflow(team, agents, patches, steps, progress).Connect();

    private Workflow Connect() =>
        new WorkflowBuilder(_triage)
            .WithName(_team.Name)
            .AddEdge(_triage, _planner)
            .AddEdge(_planner, _investigator)
            .AddSwitch(
                _investigator,
                next =>
                    next.AddCase<CaseFile>(static file => file!.WantsFix, _coder)
                        .WithDefault(_writer)
            )
            .AddEdge(_coder, _reviewer)
            .AddSwitch(
                _reviewer,
                next => next.AddCase<CaseFile>(file => GoesBack(file!), _coder).WithDefault(_writer)
            )
            .WithOutputFrom(_writer)
            .Build();

    private static CaseFile HandIn(CaseFile file, string note, string diff) =>
        file with
        {
            FixNote = note,
            Diff = diff,
            Round = file.Round + 1,
        };

    private static CaseFile Judge(CaseFile file, string review) =>
        file with
        {
            Review = review,
            Approved = file.Diff.Length > 0 && Verdicts.Approves(review),
        };

    private bool GoesBack(CaseFile file) =>
        _team.Shape is TeamShape.ReviewLoop && !file.Approved && file.Round < _team.Limits.Rounds;
}
