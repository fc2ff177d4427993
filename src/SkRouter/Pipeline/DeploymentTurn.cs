using Polly;
using SkRouter.Catalog;
using SkRouter.Conversion;
using SkRouter.Policies;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>Gives one deployment its turn: its tries behind its own pipeline, and its place given back when they are over.</summary>
internal sealed class DeploymentTurn(TimeProvider time, AnswerChecks checks)
{
    private static readonly Func<ResilienceContext, AttemptRun, ValueTask<Outcome<object>>> Plain =
        AttemptRun.PlainAsync;

    private static readonly Func<
        ResilienceContext,
        AttemptRun,
        ValueTask<Outcome<object>>
    > Streamed = AttemptRun.StreamedAsync;

    private readonly PortableHistory _portable = new(new SignatureOrigins());

    public async ValueTask<AttemptResult> RunAsync(
        ModelInvocationContext context,
        Deployment deployment,
        bool forced,
        TimeSpan left,
        TurnScope scope = default
    )
    {
        var streamed = context.IsStreaming;
        var token = scope.Race?.Token ?? context.CancellationToken;
        var reasons = ExpectedReasoning.Of(context, deployment);
        var total = context.RoleModel.Attempts.Total(deployment, reasons);
        using var deadline =
            !streamed && left < total.Value ? new LinkedDeadline(left, time, token) : null;
        var resilience = ResilienceContextPool.Shared.Get(deadline?.Token ?? token);
        if (!streamed && total.Value != deployment.Pipeline.Total)
        {
            resilience.Properties.Set(DeploymentPipeline.Whole, total.Value);
        }

        var run = new AttemptRun
        {
            Context = context,
            Deployment = deployment,
            Request = scope.Request ?? context.Request,
            Time = time,
            Portable = _portable,
            Checks = checks,
            Left = left,
            Reasons = reasons,
            Total = total,
            Token = token,
            HoldsAll =
                context.RoleModel.CommitOn is CommitOn.Completion || context.Request.HoldsAnswer,
            Prefix = scope.Prefix,
            Lifetime = scope.Race,
        };
        AttemptStream? stream = null;
        try
        {
            var outcome = await deployment
                .Pipeline.ExecuteAsync(
                    streamed ? Streamed : Plain,
                    resilience,
                    run,
                    streamed,
                    forced,
                    context
                )
                .ConfigureAwait(false);
            if (outcome.Exception is { } exception)
            {
                return new(
                    (exception as AttemptFault)?.Failure ?? Skip(run, exception),
                    null,
                    null
                );
            }

            if (forced)
            {
                deployment.Pipeline.Close();
            }

            stream = outcome.Result as AttemptStream;
            return new(null, outcome.Result as ModelAnswer, stream);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(resilience);
            // A stream gives its place back when it ends.
            if (stream is null)
            {
                deployment.Health.Leave();
                run.Dispose();
            }
        }
    }

    private Failure Skip(AttemptRun run, Exception exception)
    {
        run.Deployment.Health.ProbeSkipped(run.Context);
        var failure = ErrorTaxonomy.Read(exception, run.Token, run.Time);
        run.Context.AddAttempt(
            run.Record(time.GetUtcNow(), time.GetTimestamp(), AttemptOutcome.Skipped) with
            {
                FailureKind = failure.Kind,
                Reason = failure.Message,
            }
        );
        return failure;
    }
}
