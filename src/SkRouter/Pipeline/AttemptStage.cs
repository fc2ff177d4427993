using Microsoft.Extensions.Logging;
using Polly;
using SkRouter.Catalog;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Telemetry;

namespace SkRouter.Pipeline;

/// <summary>Stage 6: deployments in order, each behind its own pipeline, until one commits.</summary>
internal sealed class AttemptStage(
    TimeProvider time,
    TimeSpan longestTotalWait,
    bool waitOutOutages,
    ILogger<ModelRouter> logger
)
{
    private static readonly TimeSpan ConfigurationCooldown = TimeSpan.FromMinutes(5);

    public async ValueTask RunAsync(ModelInvocationContext context)
    {
        var walk = new RouteWalk(context, time, longestTotalWait, waitOutOutages);
        while (true)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var (deployment, forced) = await walk.NextAsync().ConfigureAwait(false);
            if (deployment is null)
            {
                throw walk.Exhausted();
            }

            var failure = await AttemptAsync(context, deployment, forced, walk.Left)
                .ConfigureAwait(false);
            if (failure is null)
            {
                context.Served = deployment;
                return;
            }

            React(deployment, failure);
            logger.AttemptFailed(
                context.Role,
                context.Agent,
                deployment.Key,
                failure.Kind,
                failure.Message
            );
            await walk.FailedAsync(deployment, failure).ConfigureAwait(false);
        }
    }

    private async ValueTask<Failure?> AttemptAsync(
        ModelInvocationContext context,
        Deployment deployment,
        bool forced,
        TimeSpan left
    )
    {
        var streamed = context.IsStreaming;
        using var deadline =
            !streamed && left < deployment.Options.Total
                ? new LinkedDeadline(left, time, context.CancellationToken)
                : null;
        var resilience = ResilienceContextPool.Shared.Get(
            deadline?.Token ?? context.CancellationToken
        );
        var handedOver = false;
        try
        {
            var outcome = await deployment
                .Pipeline.ExecuteAsync(
                    streamed ? Streamed : Plain,
                    resilience,
                    new AttemptRun(context, deployment, time, left),
                    streamed,
                    forced
                )
                .ConfigureAwait(false);
            if (outcome.Exception is { } exception)
            {
                return exception is AttemptFault fault
                    ? fault.Failure
                    : Skip(context, deployment, exception);
            }

            if (forced)
            {
                await deployment.Pipeline.CloseAsync(CancellationToken.None).ConfigureAwait(false);
            }

            if (outcome.Result is AttemptStream stream)
            {
                // The stream leaves the deployment when it ends.
                handedOver = true;
                context.Stream = stream.ReadAsync();
            }
            else
            {
                context.Answer = (ModelAnswer)outcome.Result!;
            }

            return null;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(resilience);
            if (!handedOver)
            {
                deployment.Health.Leave();
            }
        }
    }

    private static readonly Func<ResilienceContext, AttemptRun, ValueTask<Outcome<object>>> Plain =
        AttemptRun.PlainAsync;

    private static readonly Func<
        ResilienceContext,
        AttemptRun,
        ValueTask<Outcome<object>>
    > Streamed = AttemptRun.StreamedAsync;

    private Failure Skip(ModelInvocationContext context, Deployment deployment, Exception exception)
    {
        var failure = ErrorTaxonomy.Read(exception, context.CancellationToken);
        if (failure.Kind is FailureKind.CircuitOpen)
        {
            // A retry of this very round trip may have opened the circuit; then its own failure is the reason.
            var own = context.Attempts.LastOrDefault(attempt =>
                attempt.Deployment == deployment.Key
            );
            if (own is { FailureKind: { } kind })
            {
                return failure with { Kind = kind, Message = own.Reason ?? failure.Message };
            }
        }

        context.AddAttempt(
            new()
            {
                Deployment = deployment.Key,
                Model = deployment.Model,
                StartedAt = time.GetUtcNow(),
                Outcome = AttemptOutcome.Skipped,
                FailureKind = failure.Kind,
                Reason = failure.Message,
            }
        );
        return failure;
    }

    private void React(Deployment deployment, Failure failure)
    {
        switch (failure.Kind)
        {
            case FailureKind.RateLimited or FailureKind.Overloaded:
                deployment.Health.CoolDown(
                    failure.RetryAfter ?? deployment.Options.Cooldown,
                    failure.Message
                );
                break;
            case FailureKind.KeyRejected or FailureKind.ModelNotFound:
                deployment.Health.CoolDown(ConfigurationCooldown, failure.Message);
                logger.DeploymentMisconfigured(deployment.Key, failure.Message);
                break;
        }
    }
}
