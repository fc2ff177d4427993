using Polly;
using SkRouter.Catalog;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.Pipeline;

/// <summary>One deployment's turn within a round trip: its tries, as its pipeline makes them.</summary>
internal sealed class AttemptRun(
    ModelInvocationContext context,
    Deployment deployment,
    TimeProvider time,
    TimeSpan left
)
{
    public ModelInvocationContext Context => context;

    public Deployment Deployment => deployment;

    public TimeProvider Time => time;

    /// <summary>What is left of the round trip's deadline.</summary>
    public TimeSpan Left => left;

    public static async ValueTask<Outcome<object>> PlainAsync(
        ResilienceContext resilience,
        AttemptRun run
    )
    {
        var startedAt = run.Start(out var startTimestamp);
        var signals = ProviderSignals.Open();
        ModelAnswer? answer = null;
        try
        {
            answer = await DeploymentCall
                .PlainAsync(run.Deployment, run.Context.Request, resilience.CancellationToken)
                .ConfigureAwait(false);
            AnswerCheck.Verify(answer, run.Deployment);
            run.Learn(signals, answer.Usage);
            run.Deployment.Health.Latency.Add(run.Time.GetElapsedTime(startTimestamp));
            run.Context.AddAttempt(
                run.Record(startedAt, startTimestamp) with
                {
                    Outcome = AttemptOutcome.Served,
                    Usage = answer.Usage,
                }
            );
            return Outcome.FromResult<object>(answer);
        }
        catch (Exception exception)
        {
            var failure = run.Read(exception, resilience.CancellationToken);
            run.Learn(signals, answer?.Usage);
            run.Context.AddAttempt(
                Failed(run.Record(startedAt, startTimestamp), failure) with
                {
                    Usage = answer?.Usage,
                }
            );
            return Outcome.FromException<object>(new AttemptFault(failure));
        }
    }

    public static async ValueTask<Outcome<object>> StreamedAsync(
        ResilienceContext resilience,
        AttemptRun run
    )
    {
        var startedAt = run.Start(out var startTimestamp);
        var signals = ProviderSignals.Open();
        var stream = new AttemptStream(run, signals, startedAt, startTimestamp);
        try
        {
            await stream.OpenAsync().ConfigureAwait(false);
            return Outcome.FromResult<object>(stream);
        }
        catch (Exception exception)
        {
            var failure = stream.Read(exception);
            await stream.AbortAsync(failure).ConfigureAwait(false);
            return Outcome.FromException<object>(new AttemptFault(failure));
        }
    }

    public Attempt Record(DateTimeOffset startedAt, long startTimestamp) =>
        new()
        {
            Deployment = deployment.Key,
            Model = deployment.Model,
            StartedAt = startedAt,
            Duration = time.GetElapsedTime(startTimestamp),
            Outcome = AttemptOutcome.Failed,
        };

    public static Attempt Failed(Attempt attempt, Failure failure) =>
        attempt with
        {
            Outcome =
                failure.Kind is FailureKind.Cancelled
                    ? AttemptOutcome.Cancelled
                    : AttemptOutcome.Failed,
            FailureKind = failure.Kind,
            Status = failure.Status,
            Reason = failure.Message,
        };

    /// <summary>Tells the deployment's limits what the attempt taught.</summary>
    public void Learn(ProviderSignals signals, TokenUsage? usage)
    {
        var estimated = context.Needs.InputTokens + context.Needs.OutputTokens;
        deployment.Health.Learn(signals, estimated, usage);
        if (signals.DroppedEvents > 0)
        {
            context.Note($"malformed events of {deployment.Key} were skipped");
        }
    }

    private DateTimeOffset Start(out long timestamp)
    {
        timestamp = time.GetTimestamp();
        return time.GetUtcNow();
    }

    private Failure Read(Exception exception, CancellationToken attemptToken)
    {
        var failure = ErrorTaxonomy.Read(exception, context.CancellationToken);
        return failure.Kind is FailureKind.TimedOut && attemptToken.IsCancellationRequested
            ? failure with
            {
                Message = FormattableString.Invariant(
                    $"no answer within {Shorter(deployment.Options.Total, left).TotalSeconds:0.###} s"
                ),
            }
            : failure;
    }

    internal static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
