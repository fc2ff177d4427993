using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;

namespace SkRouter.Agents.Teams;

/// <summary>The Agent Framework's workflow of a team, made anew for each run.</summary>
internal static class TeamWorkflow
{
    public static Workflow Build(TeamDefinition team, AgentCatalog catalog, TeamRun run)
    {
        if (team.Shape is TeamShape.PlannerExecutor)
        {
            return AgentWorkflowBuilder.BuildSequential(Planner(team, catalog, run));
        }

        List<AIAgent> members = [.. team.Members.Select(name => catalog.Member(name, run))];
        return team.Shape switch
        {
            TeamShape.Sequential => AgentWorkflowBuilder.BuildSequential(members),
            TeamShape.Concurrent => AgentWorkflowBuilder.BuildConcurrent(members),
            TeamShape.Handoff => Handoff(team, members),
            TeamShape.GroupChat => AgentWorkflowBuilder
                .CreateGroupChatBuilderWith(agents => new RoundRobinGroupChatManager(agents)
                {
                    MaximumIterationCount = team.Limits.Rounds * members.Count,
                })
                .AddParticipants(members)
                .Build(),
            _ => AgentWorkflowBuilder
                .CreateGroupChatBuilderWith(agents => new ReviewLoop(agents, team.Limits.Rounds))
                .AddParticipants(members)
                .Build(),
        };
    }

    private static Workflow Handoff(TeamDefinition team, List<AIAgent> members)
    {
        var builder = AgentWorkflowBuilder.CreateHandoffBuilderWith(members[0]);
        for (var i = 0; i < members.Count; i++)
        {
            for (var j = 0; j < members.Count; j++)
            {
                if (i != j && MayHandOver(team, team.Members[i], team.Members[j]))
                {
                    builder = builder.WithHandoff(
                        members[i],
                        members[j],
                        members[j].Description ?? $"for what {team.Members[j]} does"
                    );
                }
            }
        }

        return builder.Build();
    }

    private static bool MayHandOver(TeamDefinition team, string from, string to) =>
        team.Handoffs.Count == 0
        || (
            team.Handoffs.TryGetValue(from, out var allowed)
            && allowed.Contains(to, StringComparer.OrdinalIgnoreCase)
        );

    private static AIAgent Planner(TeamDefinition team, AgentCatalog catalog, TeamRun run)
    {
        var executors = team
            .Members.Skip(1)
            .Select(name => Executor(catalog.Member(name, run), name, run));
        return catalog.Member(team.Members[0], run, executors);
    }

    private static AIFunction Executor(AIAgent agent, string name, TeamRun run) =>
        AIFunctionFactory.Create(
            async (string task, CancellationToken cancellationToken) =>
            {
                if (!run.TakeTask())
                {
                    return FormattableString.Invariant(
                        $"Error: no more tasks can be given, {run.MostTasks} are done. Answer with what you have."
                    );
                }

                var answer = await agent
                    .RunAsync(task, cancellationToken: cancellationToken)
                    .ConfigureAwait(false);
                return answer.Text;
            },
            "ask_" + name.Replace('.', '_'),
            $"Gives {name} a task and returns the answer. {agent.Description} Say everything that is needed: {name} has not seen this conversation."
        );
}
