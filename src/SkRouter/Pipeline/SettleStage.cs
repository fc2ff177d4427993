using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using SkRouter.Routing;
using SkRouter.Telemetry;

namespace SkRouter.Pipeline;

/// <summary>Stage 8: writes the decision record. Runs once, on success, failure, cancellation and abandonment.</summary>
internal sealed class SettleStage(TimeProvider time, ILogger<ModelRouter> logger)
{
    public async ValueTask RunAsync(ModelInvocationContext context, bool failing)
    {
        if (context.Record is not null)
        {
            return;
        }

        var record = context.Record = Write(context);
        context.Work?.Add(record);
        logger.RoundTripSettled(
            record.Id,
            record.Role,
            record.Agent,
            record.Run,
            record.Deployment,
            record.Attempts.Count,
            record.CostUsd
        );
        ExceptionDispatchInfo? first = null;
        for (var i = (context.Settled?.Count ?? 0) - 1; i >= 0; i--)
        {
            try
            {
                await context.Settled![i](record).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                logger.SettledCallbackFailed(exception);
                first ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        // Books that cannot be kept are an error of their own, unless the caller already gets one.
        if (!failing)
        {
            first?.Throw();
        }
    }

    private DecisionRecord Write(ModelInvocationContext context)
    {
        var served = context.Served;
        var attempts = context.Attempts;
        // Before the notes are taken: what is left out is noted.
        var tags = RoundTripTags.Settle(context);
        return new()
        {
            Id = context.Id,
            StartedAt = context.StartedAt,
            Duration = time.GetElapsedTime(context.StartTimestamp),
            TimeToFirstToken = context.TimeToFirstToken,
            Role = context.Role,
            Agent = context.Agent,
            Run = context.Run,
            Tenant = context.Tenant,
            Streamed = context.IsStreaming,
            Profile = context.Profile,
            Route = context.Route,
            Attempts = attempts,
            Outcome = context.Outcome,
            Error = context.Error,
            Deployment = served?.Key,
            Model = served?.Model,
            Provider = served?.Provider,
            FellBack =
                served is not null && attempts.Count > 0 && attempts[0].Deployment != served.Key,
            Usage = context.Usage,
            CostUsd = context.CostUsd,
            WorstCaseUsd = context.WorstCaseUsd,
            BaselineUsd = context.BaselineUsd,
            PriceVersion = context.PriceVersion,
            ToolCalls = context.ToolCalls ?? context.Answer?.CalledTools() ?? [],
            Loop = context.Loop,
            Notes = context.Notes ?? [],
            Tags = tags,
        };
    }
}
