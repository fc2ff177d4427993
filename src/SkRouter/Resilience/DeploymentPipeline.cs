using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using SkRouter.DependencyInjection;

namespace SkRouter.Resilience;

/// <summary>
/// The Polly pipelines of one deployment, made once. Outermost first: the circuit breaker, the time that one attempt may take. There is no
/// retry in them: whether the same deployment is asked again is decided where the other candidates are known. A stream's times (first token, stall, total) are kept by its own watchdog, because a
/// stream outlives the pipeline that opened it.
/// </summary>
internal sealed class DeploymentPipeline
{
    /// <summary>Where a plain call says how long it may take, if that is not <see cref="Total"/>.</summary>
    public static readonly ResiliencePropertyKey<TimeSpan> Whole = new("SkRouter.Whole");

    private readonly ResiliencePipeline _breaker;
    private readonly ResiliencePipeline _plain;
    private readonly ResiliencePipeline _forcedPlain;
    private readonly DeploymentHealth _health;
    private readonly CircuitBreakerManualControl _control = new();

    public DeploymentPipeline(DeploymentOptions options, DeploymentHealth health, TimeProvider time)
    {
        _health = health;
        _breaker = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(Circuit(options.Circuit, health, _control))
            .Build();
        Total = options.Total ?? TimeRules.Defaults.Total(reasons: false).Value;
        _plain = Build(time, _breaker, Total);
        _forcedPlain = Build(time, breaker: null, Total);
    }

    /// <summary>How long a plain call may take unless it says otherwise.</summary>
    public TimeSpan Total { get; }

    /// <param name="attempt">Makes one attempt; it returns its failures and does not throw them.</param>
    /// <param name="context">Carries the caller's token.</param>
    /// <param name="state">Handed to the attempt.</param>
    /// <param name="streamed">Whether the attempt only opens a stream.</param>
    /// <param name="forced">Past the breaker, once: the least bad deployment when all circuits are open.</param>
    public ValueTask<Outcome<T>> ExecuteAsync<T, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<T>>> attempt,
        ResilienceContext context,
        TState state,
        bool streamed,
        bool forced
    )
    {
        if (forced)
        {
            return streamed
                ? attempt(context, state)
                : _forcedPlain.ExecuteOutcomeAsync(attempt, context, state);
        }

        return streamed
            ? OpenAsync(attempt, context, state)
            : _plain.ExecuteOutcomeAsync(attempt, context, state);
    }

    /// <summary>
    /// Opens a stream. What the circuit makes of it is known when the stream ends, not when it begins: a provider that cuts
    /// every stream would otherwise succeed as often as it fails. Only a probe is a success as soon as its stream has begun.
    /// </summary>
    private async ValueTask<Outcome<T>> OpenAsync<T, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<T>>> attempt,
        ResilienceContext context,
        TState state
    )
    {
        if (!_health.TakesAnotherTry)
        {
            return Outcome.FromException<T>(new BrokenCircuitException());
        }

        var outcome = await attempt(context, state).ConfigureAwait(false);
        var failure = (outcome.Exception as AttemptFault)?.Failure;
        if (failure is { CountsAgainstTheCircuit: true } || _health.IsOpen)
        {
            await CountAsync(failure).ConfigureAwait(false);
        }

        return outcome;
    }

    /// <summary>Counts how a stream ended, which was after the pipeline that opened it.</summary>
    /// <param name="failure">Null for a success.</param>
    public async ValueTask CountAsync(Failure? failure)
    {
        var context = ResilienceContextPool.Shared.Get(CancellationToken.None);
        await _breaker
            .ExecuteOutcomeAsync<int, Failure?>(
                static (_, failure) =>
                    ValueTask.FromResult(
                        failure is null
                            ? Outcome.FromResult(0)
                            : Outcome.FromException<int>(new AttemptFault(failure))
                    ),
                context,
                failure
            )
            .ConfigureAwait(false);
        ResilienceContextPool.Shared.Return(context);
    }

    /// <summary>Closes the circuit: a forced call succeeded, or the app says that the deployment is well.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) =>
        _control.CloseAsync(cancellationToken);

    private static ResiliencePipeline Build(
        TimeProvider time,
        ResiliencePipeline? breaker,
        TimeSpan timeout
    )
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (breaker is not null)
        {
            builder.AddPipeline(breaker);
        }

        return builder
            .AddTimeout(
                new TimeoutStrategyOptions
                {
                    Timeout = timeout,
                    TimeoutGenerator = args =>
                        new(args.Context.Properties.GetValue(Whole, timeout)),
                }
            )
            .Build();
    }

    private static CircuitBreakerStrategyOptions Circuit(
        CircuitOptions options,
        DeploymentHealth health,
        CircuitBreakerManualControl control
    ) =>
        new()
        {
            // Polly opens at the ratio, we promise "more than".
            FailureRatio = Math.Min(1, options.FailureRatio + 1e-9),
            MinimumThroughput = options.MinimumCalls,
            SamplingDuration = options.Window,
            BreakDuration = options.BreakFor,
            ManualControl = control,
            ShouldHandle = args =>
                ValueTask.FromResult(
                    args.Outcome.Exception switch
                    {
                        // A probe that nobody waited for, or that there was no money for, has proved nothing.
                        AttemptFault
                        {
                            Failure.Kind: FailureKind.Cancelled or FailureKind.OverBudget
                        } => health.IsOpen,
                        AttemptFault { Failure: var failure } => failure.CountsAgainstTheCircuit,
                        Polly.Timeout.TimeoutRejectedException => true,
                        _ => false,
                    }
                ),
            OnOpened = args =>
            {
                health.Opened(args.Outcome.Exception?.Message ?? "opened by hand");
                return default;
            },
            OnClosed = _ =>
            {
                health.Closed();
                return default;
            },
        };
}
