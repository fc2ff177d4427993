using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;
using SkRouter.Routing;

namespace SkRouter.Agents.Teams;

/// <summary>A team as one agent. What a member throws, the caller gets; the framework's own hosting would turn it into text.</summary>
internal sealed class TeamAgent : AIAgent
{
    private readonly TeamDefinition _team;
    private readonly AgentCatalog _catalog;
    private readonly TeamRun? _outer;

    /// <param name="team">The team.</param>
    /// <param name="catalog">Makes its members.</param>
    /// <param name="outer">The run of the team that it is a member of; null if it is none's.</param>
    public TeamAgent(TeamDefinition team, AgentCatalog catalog, TeamRun? outer)
    {
        _team = team;
        _catalog = catalog;
        _outer = outer;
        // What is wrong with members and tools is said when the team is made, not when it is asked.
        Workflow(streamed: false);
    }

    public override string Name => _team.Name;

    public override string? Description => _team.Description;

    protected override ValueTask<AgentSession> CreateSessionCoreAsync(
        CancellationToken cancellationToken = default
    ) => new(new TeamSession());

    protected override ValueTask<JsonElement> SerializeSessionCoreAsync(
        AgentSession session,
        JsonSerializerOptions? jsonSerializerOptions = null,
        CancellationToken cancellationToken = default
    ) => new(Own(session).Serialize(jsonSerializerOptions));

    protected override ValueTask<AgentSession> DeserializeSessionCoreAsync(
        JsonElement serializedState,
        JsonSerializerOptions? jsonSerializerOptions = null,
        CancellationToken cancellationToken = default
    ) => new(TeamSession.Deserialize(serializedState, jsonSerializerOptions));

    protected override async Task<AgentResponse> RunCoreAsync(
        IEnumerable<ChatMessage> messages,
        AgentSession? session = null,
        AgentRunOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var conversation = Own(session);
        List<ChatMessage> asked = [.. conversation.Messages, .. messages];
        List<ChatMessage> said = [];
        await foreach (
            var happened in EventsAsync(asked, conversation, streamed: false, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (happened is WorkflowOutputEvent { Data: List<ChatMessage> output })
            {
                said = New(output, asked);
            }
        }

        Remember(conversation, asked, said);
        return new(said) { AgentId = Id };
    }

    protected override async IAsyncEnumerable<AgentResponseUpdate> RunCoreStreamingAsync(
        IEnumerable<ChatMessage> messages,
        AgentSession? session = null,
        AgentRunOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var conversation = Own(session);
        List<ChatMessage> asked = [.. conversation.Messages, .. messages];
        List<ChatMessage> said = [];
        var order = new SpeakingOrder();
        await foreach (
            var happened in EventsAsync(asked, conversation, streamed: true, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            foreach (var update in Shown(happened, order))
            {
                yield return update;
            }

            if (happened is WorkflowOutputEvent { Data: List<ChatMessage> output })
            {
                said = New(output, asked);
            }
        }

        foreach (var update in order.Rest())
        {
            yield return update;
        }

        Remember(conversation, asked, said);
    }

    private static IReadOnlyList<AgentResponseUpdate> Shown(
        WorkflowEvent happened,
        SpeakingOrder order
    ) =>
        happened switch
        {
            AgentResponseUpdateEvent said => order.Say(said.ExecutorId, said.Update),
            ExecutorCompletedEvent done => order.End(done.ExecutorId),
            _ => [],
        };

    private async IAsyncEnumerable<WorkflowEvent> EventsAsync(
        List<ChatMessage> asked,
        TeamSession session,
        bool streamed,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (run, purse) = await StartAsync(asked, session, streamed, cancellationToken)
            .ConfigureAwait(false);
        using var money = purse;
        await using var ending = run.ConfigureAwait(false);
        await foreach (
            var happened in run.WatchStreamAsync(cancellationToken).ConfigureAwait(false)
        )
        {
            if (Failure(happened) is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            yield return happened;
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The workflow keeps the scope that it was started in, whoever reads its events later.</summary>
    private async Task<(StreamingRun Run, TeamPurse? Purse)> StartAsync(
        List<ChatMessage> asked,
        TeamSession session,
        bool streamed,
        CancellationToken cancellationToken
    )
    {
        using var around = RoutingScope.Begin();
        using var scope = RoutingScope.Begin(run: around.Run ?? session.Id);
        var purse = TeamPurse.Open(_team, _catalog.Router, scope.Run!);
        try
        {
            var run = await InProcessExecution
                .RunStreamingAsync(
                    Workflow(streamed: streamed && (_outer?.Streamed ?? true)),
                    asked,
                    cancellationToken: cancellationToken
                )
                .ConfigureAwait(false);
            await run.TrySendMessageAsync(new TurnToken(emitEvents: streamed))
                .ConfigureAwait(false);
            return (run, purse);
        }
        catch
        {
            purse?.Dispose();
            throw;
        }
    }

    private Workflow Workflow(bool streamed) =>
        TeamWorkflow.Build(_team, _catalog, new(_team, _catalog.Time, streamed));

    private static Exception? Failure(WorkflowEvent happened) =>
        happened switch
        {
            ExecutorFailedEvent failed => Root(failed.Data),
            WorkflowErrorEvent error => Root(error.Exception),
            _ => null,
        };

    // The framework wraps what a member throws.
    private static Exception? Root(Exception? exception) =>
        exception is TargetInvocationException { InnerException: { } inner }
            ? Root(inner)
            : exception;

    /// <summary>Most shapes give the whole conversation back, the concurrent one only what was said.</summary>
    private static List<ChatMessage> New(List<ChatMessage> output, List<ChatMessage> asked)
    {
        var repeated =
            output.Count >= asked.Count
            && asked.Zip(output).All(pair => pair.First.Text == pair.Second.Text);
        return repeated ? output[asked.Count..] : output;
    }

    private static void Remember(
        TeamSession session,
        List<ChatMessage> asked,
        List<ChatMessage> said
    )
    {
        session.Messages.Clear();
        session.Messages.AddRange(asked);
        session.Messages.AddRange(said);
    }

    private static TeamSession Own(AgentSession? session) =>
        session switch
        {
            null => new(),
            TeamSession own => own,
            _ => throw new InvalidOperationException(
                "The session is another agent's: get one from this team's CreateSessionAsync."
            ),
        };
}
