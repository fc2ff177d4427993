using IncidentDesk.Reporting;
using IncidentDesk.Tools;
using IncidentDesk.Triage;
using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using SkRouter.Agents;

namespace IncidentDesk.Desk;

/// <summary>Who hands the case to whom.</summary>
internal static class DeskWorkflow
{
    public static Workflow Build(
        TeamDefinition team,
        Func<string, AIAgent> agents,
        PatchFolder patches,
        DeskProgress progress
    )
    {
        AgentStep Step(
            string name,
            Func<CaseFile, string> ask,
            Func<CaseFile, string, CaseFile> add
        ) => new(name, agents(name), ask, add, progress);

        var triage = new TriageStep(agents(TriageStep.Name), progress);
        var planner = Step(
            DeskTeam.Planner,
            Questions.Plan,
            static (file, answer) =>
                file with
                {
                    Plan = answer,
                    WantsFix = Verdicts.WantsFix(answer),
                }
        );
        var investigator = Step(
            DeskTeam.Investigator,
            Questions.Investigate,
            static (file, answer) => file with { Findings = answer }
        );
        var coder = Step(
            DeskTeam.Coder,
            Questions.Fix,
            (file, answer) =>
                file with
                {
                    FixNote = answer,
                    Diff = patches.Diff(),
                    Round = file.Round + 1,
                }
        );
        var reviewer = Step(
            DeskTeam.Reviewer,
            Questions.Review,
            static (file, answer) =>
                file with
                {
                    Review = answer,
                    Approved = file.Diff.Length > 0 && Verdicts.Approves(answer),
                }
        );
        var writer = Step(
            DeskTeam.Writer,
            Questions.Report,
            static (file, answer) => file with { Report = answer }
        );

        return new WorkflowBuilder(triage)
            .WithName(team.Name)
            .AddEdge(triage, planner)
            .AddEdge(planner, investigator)
            .AddSwitch(
                investigator,
                next =>
                    next.AddCase<CaseFile>(static file => file!.WantsFix, coder).WithDefault(writer)
            )
            .AddEdge(coder, reviewer)
            .AddSwitch(
                reviewer,
                next =>
                    next.AddCase<CaseFile>(file => GoesBack(team, file!), coder).WithDefault(writer)
            )
            .WithOutputFrom(writer)
            .Build();
    }

    private static bool GoesBack(TeamDefinition team, CaseFile file) =>
        team.Shape is TeamShape.ReviewLoop && !file.Approved && file.Round < team.Limits.Rounds;
}
