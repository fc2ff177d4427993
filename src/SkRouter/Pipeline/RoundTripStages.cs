using SkRouter.Escalation;
using SkRouter.Loops;
using SkRouter.Policies;
using SkRouter.Resilience;

namespace SkRouter.Pipeline;

/// <summary>
/// The stages of one round trip, in their order. Identify runs before the filters, so that a filter knows who calls; settle
/// runs after them, when the caller has the whole answer or an error.
/// </summary>
internal sealed class RoundTripStages(
    IdentifyStage identify,
    ProfileStage profile,
    LoopStage loops,
    StrongerStage stronger,
    EscalationStage escalation,
    RankStage rank,
    ReserveStage reserve,
    AttemptStage attempt,
    SettleStage settle,
    OutcomeLearning learning,
    TimeProvider time,
    Func<RouterModel> model
)
{
    public void Identify(ModelInvocationContext context, string? view) =>
        identify.Run(context, model(), view);

    /// <summary>The stages up to the decision, without the call.</summary>
    public RoutePreview Preview(ModelInvocationContext context, string? view)
    {
        RouterException? error = null;
        try
        {
            Identify(context, view);
            profile.Run(context);
            loops.Run(context);
            stronger.Run(context);
            escalation.Run(context);
            ShortlistStage.Run(context);
            rank.Run(context);
            reserve.Estimate(context);
        }
        // Why nobody can serve the request is what was asked; the route names everyone who was left out.
        catch (RouterException exception) when (context.Route is not null)
        {
            error = exception;
        }

        return RoutePreview.Of(context, rank.Expect(context), error);
    }

    /// <summary>What the filters stand around.</summary>
    public async Task RunAsync(ModelInvocationContext context)
    {
        try
        {
            profile.Run(context);
            loops.Run(context);
            stronger.Run(context);
            escalation.Run(context);
            ShortlistStage.Run(context);
            rank.Run(context);
            await reserve.RunAsync(context).ConfigureAwait(false);
            context.DecisionMade?.Invoke(context, time.GetElapsedTime(context.StartTimestamp));
            await attempt.RunAsync(context).ConfigureAwait(false);
        }
        finally
        {
            if (context.Stream is null)
            {
                MeterStage.Run(context, model());
            }
        }
    }

    public ValueTask SettleAsync(ModelInvocationContext context, bool failing)
    {
        if (context.IsStreaming && context.Record is null)
        {
            MeterStage.Run(context, model());
        }

        if (context.Record is null)
        {
            learning.Settled(context);
        }

        return settle.RunAsync(context, failing);
    }
}
