using System.Diagnostics;
using SkRouter.Filters;
using SkRouter.Pipeline;

namespace SkRouter.Telemetry;

/// <summary>One span for a round trip over one for each attempt, and the metrics. A filter like any other.</summary>
internal sealed class TelemetryFilter(RouterMetrics metrics) : IModelInvocationFilter
{
    private static readonly ActivitySource Source = new(TelemetryNames.Source);

    public Task OnModelInvocationAsync(
        ModelInvocationContext context,
        Func<ModelInvocationContext, Task> next
    ) => Source.HasListeners() || metrics.Enabled ? ObserveAsync(context, next) : next(context);

    private async Task ObserveAsync(
        ModelInvocationContext context,
        Func<ModelInvocationContext, Task> next
    )
    {
        var activity = Source.StartActivity(TelemetryNames.RouteSpan);
        context.OnSettled(record => Settle(record, activity));
        context.DecisionMade = metrics.Decided;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            // A stream outlives this method; its span must not stay the current one of the caller's flow.
            if (activity is not null && ReferenceEquals(Activity.Current, activity))
            {
                Activity.Current = activity.Parent;
            }
        }
    }

    private ValueTask Settle(DecisionRecord record, Activity? activity)
    {
        metrics.Settled(record);
        if (activity is not null)
        {
            Describe(activity, record);
            foreach (var attempt in record.Attempts)
            {
                Attempt(activity, record, attempt);
            }

            activity.SetEndTime((record.StartedAt + record.Duration).UtcDateTime);
            activity.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private static void Describe(Activity activity, DecisionRecord record)
    {
        activity.SetTag(TelemetryNames.Role, record.Role);
        activity.SetTag(TelemetryNames.AgentName, record.Agent);
        activity.SetTag(TelemetryNames.ConversationId, record.Run);
        activity.SetTag(TelemetryNames.Policy, record.Route?.Policy);
        activity.SetTag(TelemetryNames.ResponseModel, record.Model);
        activity.SetTag(TelemetryNames.Deployment, record.Deployment);
        activity.SetTag(TelemetryNames.Outcome, record.Outcome.ToString());
        activity.SetTag(TelemetryNames.Cost, record.CostUsd is { } cost ? (double)cost : null);
        if (record.Outcome is RoundTripOutcome.Failed)
        {
            activity.SetStatus(ActivityStatusCode.Error, record.Error?.ToString());
        }
    }

    private static void Attempt(Activity parent, DecisionRecord record, Attempt attempt)
    {
        using var span = Source.StartActivity(
            $"{TelemetryNames.AttemptSpan} {attempt.Model}",
            ActivityKind.Client,
            parent.Context,
            startTime: attempt.StartedAt
        );
        if (span is null)
        {
            return;
        }

        span.SetTag(TelemetryNames.Operation, TelemetryNames.AttemptSpan);
        span.SetTag(TelemetryNames.RequestModel, attempt.Model);
        span.SetTag(TelemetryNames.Deployment, attempt.Deployment);
        span.SetTag(TelemetryNames.Outcome, attempt.Outcome.ToString());
        span.SetTag(TelemetryNames.AgentName, record.Agent);
        span.SetTag(TelemetryNames.StatusCode, attempt.Status);
        if (attempt.FailureKind is { } kind)
        {
            span.SetTag(TelemetryNames.FailureKind, kind.ToString());
            span.SetStatus(ActivityStatusCode.Error, attempt.Reason);
        }

        span.SetEndTime((attempt.StartedAt + attempt.Duration).UtcDateTime);
    }
}
