using Microsoft.Extensions.Logging;
using SkRouter.Catalog;
using SkRouter.Policies;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Telemetry;

namespace SkRouter.Pipeline;

/// <summary>Stage 6: deployments in order, each behind its own pipeline, until one commits.</summary>
internal sealed class AttemptStage
{
    private static readonly TimeSpan ConfigurationCooldown = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time;
    private readonly WaitingRules _waiting;
    private readonly ILogger<ModelRouter> _logger;
    private readonly DeploymentTurn _turn;
    private readonly HedgedTurn _hedged;
    private readonly Continuation _continuation;

    public AttemptStage(
        TimeProvider time,
        WaitingRules waiting,
        AnswerChecks checks,
        ILogger<ModelRouter> logger
    )
    {
        _time = time;
        _waiting = waiting;
        _logger = logger;
        _turn = new(time, checks);
        _hedged = new(_turn, time);
        _continuation = new(_turn);
    }

    public async ValueTask RunAsync(ModelInvocationContext context)
    {
        var walk = new RouteWalk(context, _time, _waiting);
        while (true)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var (deployment, forced) = await walk.NextAsync().ConfigureAwait(false);
            if (deployment is null)
            {
                throw walk.Exhausted();
            }

            AttemptResult result;
            if (!forced && HedgedTurn.Patience(context, deployment) is { } patience)
            {
                var race = await _hedged
                    .RunAsync(context, deployment, walk, patience)
                    .ConfigureAwait(false);
                (deployment, result) = (race.Deployment, race.Result);
                NoteLoser(context, race);
            }
            else
            {
                result = await _turn
                    .RunAsync(context, deployment, forced, walk.Left)
                    .ConfigureAwait(false);
            }

            if (result.Failure is not { } failure)
            {
                Serve(context, deployment, result, walk);
                return;
            }

            React(context, deployment, failure);
            await walk.FailedAsync(deployment, failure).ConfigureAwait(false);
        }
    }

    private void Serve(
        ModelInvocationContext context,
        Deployment deployment,
        AttemptResult result,
        RouteWalk walk
    )
    {
        context.Served = deployment;
        context.Answer = result.Answer;
        if (result.Stream is { } stream)
        {
            context.OpenStream = stream;
            context.Stream = Continuation.Applies(context)
                ? _continuation.ReadAsync(context, stream.ReadAsync(), walk)
                : stream.ReadAsync();
        }
    }

    private void NoteLoser(ModelInvocationContext context, HedgeResult race)
    {
        if (race is { Other: { } loser, OtherFailure: { Kind: not FailureKind.Cancelled } failure })
        {
            React(context, loser, failure);
        }
    }

    private void React(ModelInvocationContext context, Deployment deployment, Failure failure)
    {
        _logger.AttemptFailed(
            context.Role,
            context.Agent,
            deployment.Key,
            failure.Kind,
            failure.Message
        );
        switch (failure.Kind)
        {
            case FailureKind.RateLimited or FailureKind.Overloaded:
                deployment.Health.CoolDown(
                    failure.RetryAfter ?? deployment.Options.Cooldown,
                    failure.Message,
                    stated: failure.RetryAfter is not null
                );
                break;
            case FailureKind.KeyRejected or FailureKind.ModelNotFound:
                deployment.Health.CoolDown(ConfigurationCooldown, failure.Message);
                _logger.DeploymentMisconfigured(deployment.Key, failure.Message);
                break;
        }
    }
}
