using IncidentDesk.Reporting;
using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;

namespace IncidentDesk.Desk;

/// <summary>One desk: an agent that is asked about the case and whose answer goes into it. It remembers what it was asked before.</summary>
internal sealed class AgentStep(
    string name,
    AIAgent agent,
    Func<CaseFile, string> ask,
    Func<CaseFile, string, CaseFile> add,
    StepJournal steps,
    DeskProgress progress
) : Executor<CaseFile, CaseFile>(name)
{
    private AgentSession? _session;

    public override async ValueTask<CaseFile> HandleAsync(
        CaseFile message,
        IWorkflowContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (steps.Replay(Id) is { } done)
        {
            progress.Say(Id, "was done before");
            _session = await agent.DeserializeSessionAsync(
                done.Session!.Value,
                cancellationToken: cancellationToken
            );
            return done.File;
        }

        progress.Say(Id, "begins");
        _session ??= await agent.CreateSessionAsync(cancellationToken);
        var response = await agent
            .RunStreamingAsync(ask(message), _session, cancellationToken: cancellationToken)
            .ToAgentResponseAsync(cancellationToken);
        var answer =
            response
                .Messages.LastOrDefault(said =>
                    said.Role == ChatRole.Assistant && !string.IsNullOrWhiteSpace(said.Text)
                )
                ?.Text.Trim()
            ?? "";
        progress.Quote(Id, answer);
        var file = add(message, answer);
        steps.Save(
            Id,
            new(
                file,
                await agent.SerializeSessionAsync(_session, cancellationToken: cancellationToken)
            )
        );
        return file;
    }
}
