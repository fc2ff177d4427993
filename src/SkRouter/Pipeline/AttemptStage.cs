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
    private readonly TimeProvider _time;
    private readonly WaitingRules _waiting;
    private readonly Func<double> _random;
    private readonly ILogger<ModelRouter> _logger;
    private readonly DeploymentTurn _turn;
    private readonly HedgedTurn _hedged;
    private readonly Continuation _continuation;

    public AttemptStage(
        TimeProvider time,
        WaitingRules waiting,
        AnswerChecks checks,
        Func<double> random,
        ILogger<ModelRouter> logger
    )
    {
        _time = time;
        _waiting = waiting;
        _random = random;
        _logger = logger;
        _turn = new(time, checks);
        _hedged = new(_turn, time);
        _continuation = new(_turn, React);
    }

    public async ValueTask RunAsync(ModelInvocationContext context)
    {
        var walk = new RouteWalk(context, _time, _waiting, _random);
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
                NoteLoser(context, walk, race);
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
            walk.Failed(deployment, failure);
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
                ? _continuation.ReadAsync(context, deployment, stream, walk)
                : stream.ReadAsync();
        }
    }

    /// <summary>What the loser of a race failed with by itself is a failure like any other; where both failed, it also decides what comes next.</summary>
    private void NoteLoser(ModelInvocationContext context, RouteWalk walk, HedgeResult race)
    {
        if (race is { Other: { } loser, OtherFailure: { Kind: not FailureKind.Cancelled } failure })
        {
            React(context, loser, failure);
            if (!race.Result.Succeeded)
            {
                walk.Failed(loser, failure);
            }
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
        deployment.CoolDown(failure);
        if (
            failure.Kind is FailureKind.KeyRejected or FailureKind.ModelNotFound
            && deployment.Health.Misconfiguration.Note()
        )
        {
            _logger.DeploymentMisconfigured(deployment.Key, failure.Message);
        }
    }
}
