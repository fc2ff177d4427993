using IncidentDesk.Desk;
using IncidentDesk.Reporting;
using IncidentDesk.Tools;
using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Agents;
using SkRouter.Effects;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Runs;
using SkRouter.Spend;

namespace IncidentDesk;

/// <summary>One run of the team, with its progress and its results.</summary>
internal sealed class DeskSession(DeskSetup setup, TextWriter output, TimeProvider time)
{
    private const int MostRecords = 1000;

    public async Task<RunSummary> RunAsync(CancellationToken cancellation)
    {
        var progress = new DeskProgress(output, time);
        var journal = new ToolJournal(
            (tool, what) =>
                progress.Say(AIAgent.CurrentRunContext?.Agent.Name ?? tool, $"> {tool}: {what}")
        );
        await using var services = DeskServices.Build(setup, progress);
        var file = await WorkAsync(services, journal, progress, cancellation);
        if (file is not null)
        {
            WriteResults(file);
        }

        var ledger = services.GetRequiredService<ISpendLedger>();
        var spend = await DeskSpend.ReadAsync(
            ledger,
            setup.Run,
            setup.Strongest.Entry,
            [.. DeskTeam.Roles(setup.Definitions, setup.Team)]
        );
        output.WriteLine();
        SpendTable.Write(spend, setup.Strongest.Entry.Id, output);
        output.WriteLine(
            FormattableString.Invariant(
                $"Budget: ${spend.CostUsd:0.0000} of ${setup.BudgetUsd:0.00} spent (--budget)"
            )
        );
        var records = await ledger.RecentAsync(setup.Run, MostRecords, CancellationToken.None);
        FailureLines.Write(records, output);
        var graph = records.Count > 0 ? RunGraph.Of(records) : null;
        if (graph is not null)
        {
            CircleLines.Write(graph, output);
            output.WriteLine($"Picture of the run: {setup.Files.Write("run.svg", graph.ToSvg())}");
        }

        output.WriteLine($"Ledger: {setup.Files.Ledger} (skrouter spend --ledger FILE shows it)");
        return Summary(file, journal, spend, graph);
    }

    /// <summary>The case with its report; null if the team could not finish, which has been said then.</summary>
    private async Task<CaseFile?> WorkAsync(
        ServiceProvider services,
        ToolJournal journal,
        DeskProgress progress,
        CancellationToken cancellation
    )
    {
        var minutes = setup.Team.Limits.Minutes;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(minutes), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            using var scope = RoutingScope.Begin(run: setup.Run);
            var opened = CaseOpening.Open(setup.Folder);
            return DeskTeam.HasDesks(setup.Team)
                ? await DeskRun.ToEndAsync(
                    BuildWorkflow(services, journal, progress),
                    opened,
                    progress,
                    both.Token
                )
                : await TeamWork.ToEndAsync(
                    BuildTeam(services, journal),
                    setup.Team.Shape,
                    opened,
                    setup.Files.Patches,
                    progress,
                    both.Token
                );
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            output.WriteLine(
                limit.IsCancellationRequested
                    ? FormattableString.Invariant(
                        $"Not finished: stopped after {minutes} minutes, the team's limit"
                    )
                    : "Not finished: stopped"
            );
        }
        catch (Exception exception) when (exception is InvalidOperationException or RouterException)
        {
            var cause = exception.InnerException is { } inner ? $": {inner.Message}" : "";
            output.WriteLine($"Not finished: {exception.Message}{cause}");
        }

        return null;
    }

    private Workflow BuildWorkflow(
        ServiceProvider services,
        ToolJournal journal,
        DeskProgress progress
    )
    {
        var files = setup.Files;
        var steps = new StepJournal(files.Root, setup.Run);
        var tools = Tools(services, journal, () => steps.Scope);
        return DeskWorkflow.Build(setup.Team, Agent, files.Patches, steps, progress);

        AIAgent Agent(string role) =>
            setup
                .Definitions.Roles[role]
                .CreateAgent(
                    services.GetRequiredKeyedService<IChatClient>(role),
                    tools,
                    setup.Team.Limits.RoundTrips
                );
    }

    private AIAgent BuildTeam(ServiceProvider services, ToolJournal journal) =>
        services
            .GetRequiredService<ModelRouter>()
            .CreateTeam(setup.Team.Name, Tools(services, journal, () => setup.Run));

    private IReadOnlyList<AIFunction> Tools(
        ServiceProvider services,
        ToolJournal journal,
        Func<string> scope
    ) =>
        new DeskTools(setup.Folder, setup.Files.Patches, setup.Files.Evidence, journal).Recorded(
            services.GetRequiredService<IEffectLedger>(),
            services.GetRequiredService<ModelRouter>(),
            scope
        );

    private void WriteResults(CaseFile file)
    {
        output.WriteLine();
        output.WriteLine("Report");
        output.WriteLine("------");
        output.WriteLine(file.Report);
        output.WriteLine();
        output.WriteLine("Patch");
        output.WriteLine("-----");
        output.WriteLine(file.Diff.Length == 0 ? "(nothing was changed)" : file.Diff.TrimEnd());
        output.WriteLine();
        output.WriteLine(
            $"Report: {setup.Files.Write("report.md", file.Report + Environment.NewLine)}"
        );
        if (file.Diff.Length > 0)
        {
            output.WriteLine($"Patch: {setup.Files.Write("fix.patch", file.Diff)}");
            output.WriteLine($"Patched copies: {setup.Files.Patches.Root}");
        }
    }

    private RunSummary Summary(
        CaseFile? file,
        ToolJournal journal,
        DeskSpend spend,
        RunGraph? graph
    ) =>
        new()
        {
            Completed = file is { Report.Length: > 0 } && (!file.WantsFix || file.Approved),
            Simulated = setup.Simulated,
            RunId = setup.Run,
            Fallbacks = spend.Fallbacks,
            ToolExecutions = journal.Counts,
            LoopsCaught = CircleLines.Caught(graph),
            CostUsd = spend.CostUsd,
            BaselineCostUsd = spend.BaselineUsd,
            Agents = spend.Agents,
        };
}
