using SkRouter.Pipeline;
using SkRouter.Resilience;

namespace SkRouter.Loops;

/// <summary>Before the ranking: whether the agent has asked for a stronger model.</summary>
internal sealed class StrongerStage(RunHistories runs)
{
    public void Run(ModelInvocationContext context)
    {
        if (
            context.IsPreview
            || runs.Find(context.Run)?.TakeStronger(context.Agent) is not { } request
        )
        {
            return;
        }

        context.Escalation = Math.Max(context.Escalation ?? 0, request.Step);
        context.Note(
            $"stronger model at the agent's own request: {ProviderErrorText.Clean(request.Reason)}"
        );
    }
}
