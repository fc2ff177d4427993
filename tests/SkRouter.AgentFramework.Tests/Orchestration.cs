using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;

namespace SkRouter.AgentFramework.Tests;

/// <summary>The Agent Framework's four shapes over two agents, and how one is run to its end.</summary>
internal static class Orchestration
{
    public static IReadOnlyList<string> Shapes { get; } =
    ["sequential", "concurrent", "handoff", "group chat"];

    public static Workflow Of(string shape, AIAgent first, AIAgent second) =>
        shape switch
        {
            "sequential" => AgentWorkflowBuilder.BuildSequential(first, second),
            "concurrent" => AgentWorkflowBuilder.BuildConcurrent([first, second]),
            "handoff" => AgentWorkflowBuilder
                .CreateHandoffBuilderWith(first)
                .WithHandoff(first, second)
                .Build(),
            _ => AgentWorkflowBuilder
                .CreateGroupChatBuilderWith(agents => new RoundRobinGroupChatManager(agents)
                {
                    MaximumIterationCount = 2,
                })
                .AddParticipants(first, second)
                .Build(),
        };

    public static async Task<string> RunAsync(Workflow workflow)
    {
        await using var run = await InProcessExecution.RunStreamingAsync(
            workflow,
            new List<ChatMessage> { new(ChatRole.User, "go") }
        );
        await run.TrySendMessageAsync(new TurnToken(emitEvents: true));
        // Agents who work at once speak at once: what each says is whole only by itself.
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var happened in run.WatchStreamAsync())
        {
            switch (happened)
            {
                case AgentResponseUpdateEvent update:
                    texts[update.ExecutorId] =
                        texts.GetValueOrDefault(update.ExecutorId) + update.Update.Text;
                    break;
                case WorkflowErrorEvent { Exception: { } error }:
                    throw new InvalidOperationException("the workflow failed", error);
                case ExecutorFailedEvent { Data: { } error }:
                    throw new InvalidOperationException("an agent failed", error);
            }
        }

        return string.Join('\n', texts.Values);
    }
}
