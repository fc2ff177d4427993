using IncidentDesk.Desk;
using IncidentDesk.Reporting;
using IncidentDesk.Tools;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Agents;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Spend;

namespace IncidentDesk;

/// <summary>One run of the team, with its progress and its results.</summary>
internal sealed class DeskSession(DeskSetup setup, TextWriter output, TimeProvider time)
{
    public async Task<RunSummary> RunAsync(CancellationToken cancellation)
    {
        var progress = new DeskProgress(output, time);
        var journal = new ToolJournal(
            (tool, what) =>
                progress.Say(AIAgent.CurrentRunContext?.Agent.Name ?? tool, $"> {tool}: {what}")
        );
        await using var services = DeskServices.Build(setup.Models, setup.Definitions, progress);
        var file = await WorkAsync(services, journal, progress, cancellation);
        if (file is not null)
        {
            WriteResults(file);
        }

        var spend = await RunSpend.ReadAsync(
            services.GetRequiredService<ISpendLedger>(),
            setup.Run,
            setup.Strongest.Entry,
            DeskTeam.Desks
        );
        output.WriteLine();
        SpendTable.Write(spend, setup.Strongest.Entry.Id, output);
        return Summary(file, journal, spend);
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
            var tools = new DeskTools(
                setup.Folder,
                setup.Files.Patches,
                setup.Files.Evidence,
                journal
            ).All;
            AIAgent Agent(string role) =>
                setup
                    .Definitions.Roles[role]
                    .CreateAgent(
                        services.GetRequiredKeyedService<IChatClient>(role),
                        tools,
                        setup.Team.Limits.RoundTrips
                    );

            var workflow = DeskWorkflow.Build(setup.Team, Agent, setup.Files.Patches, progress);
            using var scope = RoutingScope.Begin(run: setup.Run);
            return await DeskRun.ToEndAsync(
                workflow,
                CaseOpening.Open(setup.Folder),
                progress,
                both.Token
            );
        }
        catch (OperationCanceledException)
        {
            progress.Say(
                "desk",
                limit.IsCancellationRequested
                    ? FormattableString.Invariant(
                        $"stopped after {minutes} minutes, the team's limit"
                    )
                    : "stopped"
            );
        }
        catch (InvalidOperationException exception)
        {
            progress.Say("desk", $"{exception.Message}: {exception.InnerException?.Message}");
        }
        catch (RouterException exception)
        {
            progress.Say("desk", exception.Message);
        }

        return null;
    }

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

    private RunSummary Summary(CaseFile? file, ToolJournal journal, RunSpend spend) =>
        new()
        {
            Completed = file is { Report.Length: > 0 } && (!file.WantsFix || file.Approved),
            Simulated = setup.Simulated,
            RunId = setup.Run,
            Fallbacks = spend.Fallbacks,
            ToolExecutions = journal.Counts,
            CostUsd = spend.CostUsd,
            BaselineCostUsd = spend.BaselineUsd,
            Agents = spend.Agents,
        };
}
