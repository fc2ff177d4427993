using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using SkRouter.DependencyInjection;

namespace SkRouter.Resilience;

/// <summary>
/// What stands around an attempt at one deployment: its circuit, and for a plain answer the time that it may take. There is no retry in it: whether the
/// same deployment is asked again is decided where the other candidates are known. A stream's times (first token, stall, total) are kept by its own
/// watchdog, because a stream outlives the call that opened it.
/// </summary>
internal sealed class DeploymentPipeline
{
    /// <summary>Where a plain call says how long it may take, if that is not <see cref="Total"/>.</summary>
    public static readonly ResiliencePropertyKey<TimeSpan> Whole = new("SkRouter.Whole");

    private readonly ResiliencePipeline _timed;
    private readonly DeploymentHealth _health;

    public DeploymentPipeline(DeploymentOptions options, DeploymentHealth health, TimeProvider time)
    {
        _health = health;
        Total = options.Total ?? TimeRules.Defaults.Total(reasons: false).Value;
        _timed = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(
                new TimeoutStrategyOptions
                {
                    Timeout = Total,
                    TimeoutGenerator = args => new(args.Context.Properties.GetValue(Whole, Total)),
                }
            )
            .Build();
    }

    /// <summary>How long a plain call may take unless it says otherwise.</summary>
    public TimeSpan Total { get; }

    /// <param name="attempt">Makes one attempt; it returns its failures and does not throw them.</param>
    /// <param name="context">Carries the caller's token.</param>
    /// <param name="state">Handed to the attempt.</param>
    /// <param name="streamed">Whether the attempt only opens a stream.</param>
    /// <param name="forced">Past the circuit, once: the least bad deployment when all circuits are open. It proves nothing unless it succeeds.</param>
    /// <param name="caller">Who calls.</param>
    public async ValueTask<Outcome<T>> ExecuteAsync<T, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<T>>> attempt,
        ResilienceContext context,
        TState state,
        bool streamed,
        bool forced,
        ICaller? caller = null
    )
    {
        if (!forced && !_health.TakesAnotherTry)
        {
            return Outcome.FromException<T>(new BrokenCircuitException());
        }

        var outcome = streamed
            ? await attempt(context, state).ConfigureAwait(false)
            : await _timed.ExecuteOutcomeAsync(attempt, context, state).ConfigureAwait(false);
        if (forced)
        {
            return outcome;
        }

        var failure = FailureOf(outcome.Exception);
        // What the circuit makes of a stream is known when it ends, not when it begins: a provider that cuts every stream would otherwise succeed as
        // often as it fails. Only a probe is a success as soon as its stream has begun.
        if (!streamed || failure is { CountsAgainstTheCircuit: true } || _health.IsProbing(caller))
        {
            Count(failure, caller);
        }

        return outcome;
    }

    /// <summary>Counts how a call ended.</summary>
    /// <param name="failure">Null for a success.</param>
    /// <param name="caller">Who called; null for nobody in particular.</param>
    /// <param name="probe">It was a health check.</param>
    public void Count(Failure? failure, ICaller? caller, bool probe = false)
    {
        if (failure is { CountsAgainstTheCircuit: true })
        {
            _health.Failed(failure.Message, caller, probe);
        }
        else if (failure is { ProvesNothing: true })
        {
            _health.ProbeSkipped(caller);
        }
        else
        {
            if (failure is null)
            {
                _health.Misconfiguration.Disprove();
            }

            _health.Succeeded(caller);
        }
    }

    /// <summary>Closes the circuit: a forced call succeeded, or the app says that the deployment is well.</summary>
    public void Close() => _health.Closed();

    private static Failure? FailureOf(Exception? exception) =>
        exception switch
        {
            null => null,
            AttemptFault fault => fault.Failure,
            _ => ErrorTaxonomy.Read(exception, CancellationToken.None),
        };
}
