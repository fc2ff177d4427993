using Polly;
using SkRouter.Catalog;
using SkRouter.Catalog.Facts;
using SkRouter.Conversion;
using SkRouter.Policies;
using SkRouter.Protocols;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.Pipeline;

/// <summary>One deployment's turn within a round trip: its tries, as its pipeline makes them.</summary>
internal sealed class AttemptRun : IDisposable
{
    public required ModelInvocationContext Context { get; init; }

    public required Deployment Deployment { get; init; }

    /// <summary>What this deployment is asked: the round trip's request, or one that continues a broken answer.</summary>
    public required ModelRequest Request { get; init; }

    public required TimeProvider Time { get; init; }

    public required PortableHistory Portable { get; init; }

    public required AnswerChecks Checks { get; init; }

    /// <summary>What is left of the round trip's deadline.</summary>
    public required TimeSpan Left { get; init; }

    /// <summary>The model is expected to reason before it answers.</summary>
    public required bool Reasons { get; init; }

    /// <summary>How long the attempt may take in all.</summary>
    public required TimeLimit Total { get; init; }

    /// <summary>Within which time a stream must begin; null for a plain answer.</summary>
    public TimeLimit? FirstToken =>
        Context.IsStreaming
            ? field ??= Context.RoleModel.Attempts.TimeToFirstToken(
                Deployment,
                Reasons,
                Context.Needs.InputTokens
            )
            : null;

    /// <summary>The caller's token, or a narrower one where two deployments race.</summary>
    public required CancellationToken Token { get; init; }

    /// <summary>The whole answer is read before any of it is shown.</summary>
    public required bool HoldsAll { get; init; }

    /// <summary>A whole answer is asked for as a stream, because the deployment's SDK could not read it otherwise.</summary>
    public bool ReadsAsStream { get; private set; }

    /// <summary>How the deployment is asked to continue the last message of the request; null where it is not.</summary>
    public PrefixSupport? Prefix { get; init; }

    /// <summary>Ends with the attempt, which for a stream is long after it was opened.</summary>
    public IDisposable? Lifetime { get; init; }

    private List<string>? _leftOut;

    public void Dispose() => Lifetime?.Dispose();

    public static async ValueTask<Outcome<object>> PlainAsync(
        ResilienceContext resilience,
        AttemptRun run
    )
    {
        var startedAt = run.Start(out var startTimestamp);
        if (run.Unpaid(startedAt, startTimestamp) is { } unpaid)
        {
            return Outcome.FromException<object>(unpaid);
        }

        var signals = ProviderSignals.Open();
        ModelAnswer? answer = null;
        try
        {
            answer = await DeploymentCall
                .PlainAsync(run, resilience.CancellationToken)
                .ConfigureAwait(false);
            AnswerCheck.Verify(answer, run.Deployment, run.Context);
            await run.CheckAsync(
                    answer.HasToolCalls ? null : answer.Text,
                    resilience.CancellationToken
                )
                .ConfigureAwait(false);
            run.Learn(signals, answer.Usage);
            run.Deployment.Health.Latency.Plain.Add(run.Time.GetElapsedTime(startTimestamp));
            run.Note(answer.Remarks);
            run.Context.AddAttempt(
                run.Record(
                    startedAt,
                    startTimestamp,
                    AttemptOutcome.Served,
                    answer.Usage,
                    remarks: answer.Remarks
                )
            );
            return Outcome.FromResult<object>(answer);
        }
        catch (Exception exception)
            when (!run.ReadsAsStream && UnreadableAnswer.Is(exception, run.Request))
        {
            run.ReadsAsStream = true;
            run.Context.AddAttempt(
                Failed(
                    run.Record(
                        startedAt,
                        startTimestamp,
                        AttemptOutcome.Failed,
                        UsageEstimate.Of(run.Context, outputTokens: 0)
                    ),
                    UnreadableAnswer.Failure(exception)
                )
            );
            return await PlainAsync(resilience, run).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var failure = RequestCause.ReadPlain(exception, run, resilience.CancellationToken);
            run.Learn(signals, answer?.Usage);
            run.Context.AddAttempt(
                Failed(
                    run.Record(
                        startedAt,
                        startTimestamp,
                        AttemptOutcome.Failed,
                        run.Consumed(answer, failure, startTimestamp),
                        remarks: answer?.Remarks ?? default
                    ),
                    failure
                )
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
        if (run.Unpaid(startedAt, startTimestamp) is { } unpaid)
        {
            return Outcome.FromException<object>(unpaid);
        }

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

    public Attempt Record(
        DateTimeOffset startedAt,
        long startTimestamp,
        AttemptOutcome outcome,
        TokenUsage? usage = null,
        TimeSpan? firstToken = null,
        AnswerRemarks remarks = default
    )
    {
        var terms = remarks.Terms;
        return new()
        {
            Deployment = Deployment.Key,
            Model = Deployment.Model,
            StartedAt = startedAt,
            Duration = Time.GetElapsedTime(startTimestamp),
            Outcome = outcome,
            Usage = usage,
            TimeToFirstToken = firstToken,
            TimeLimit = outcome is AttemptOutcome.Skipped ? null : (FirstToken ?? Total).Text,
            BilledUsd = remarks.BilledUsd,
            ServiceTier = terms.Tier,
            Region = terms.Region,
            OtherModels = remarks.ReadOtherModels(),
        };
    }

    public static Attempt Failed(Attempt attempt, Failure failure) =>
        attempt with
        {
            Outcome =
                failure.Kind is FailureKind.Cancelled ? AttemptOutcome.Cancelled
                : failure.Kind is FailureKind.NotSent ? AttemptOutcome.Skipped
                : AttemptOutcome.Failed,
            FailureKind = failure.Kind,
            Status = failure.Status,
            Reason = failure.Message,
        };

    /// <summary>Why the attempt may not begin: no money is held for it. Null if it may.</summary>
    private AttemptFault? Unpaid(DateTimeOffset startedAt, long startTimestamp)
    {
        if (Context.Allowance is not { } allowance || allowance.TryTake(Deployment))
        {
            return null;
        }

        var failure = new Failure(
            FailureKind.OverBudget,
            "what budgets hold for the round trip does not cover it",
            Exception: null
        );
        Context.AddAttempt(
            Failed(Record(startedAt, startTimestamp, AttemptOutcome.Skipped), failure) with
            {
                Outcome = AttemptOutcome.Skipped,
            }
        );
        return new(failure);
    }

    /// <summary>Runs the role's checks on an answer that calls no tools.</summary>
    public ValueTask CheckAsync(string? text, CancellationToken cancellationToken) =>
        text is null || Context.RoleModel.Checks.Count == 0
            ? ValueTask.CompletedTask
            : Checks.RunAsync(
                Context,
                Deployment,
                text,
                Context.OnLastCandidate,
                cancellationToken
            );

    /// <summary>Notes whose signature this is, so that nobody else is sent it.</summary>
    public void Remember(string signature) =>
        Portable.Origins.Remember(signature, Deployment.Provider ?? Deployment.Model);

    /// <summary>Notes the name of something that this deployment cannot be sent.</summary>
    public void LeaveOut(string name)
    {
        var own = FieldNames.Of(Request.IsSemanticKernel ? null : Request.Options, name);
        _leftOut ??= [];
        if (!_leftOut.Contains(own))
        {
            _leftOut.Add(own);
        }
    }

    /// <summary>Puts on the record what the provider could not be sent.</summary>
    public void Note(AnswerRemarks remarks)
    {
        foreach (var name in remarks.Dropped ?? [])
        {
            LeaveOut(name);
        }

        Context.LeftOut = _leftOut;
        if (_leftOut is not null)
        {
            Context.Note($"{Deployment.Key} does not have {string.Join(", ", _leftOut)}: left out");
        }
    }

    /// <summary>Tells the deployment's limits what the attempt taught.</summary>
    public void Learn(ProviderSignals signals, TokenUsage? usage)
    {
        var estimated = Context.Needs.InputTokens + Context.Needs.OutputTokens;
        Deployment.Health.Learn(signals, estimated, usage);
        if (signals.DroppedEvents > 0)
        {
            Context.Note($"malformed events of {Deployment.Key} were skipped");
        }
    }

    /// <summary>What a failed attempt consumed: as reported, else as its answer or the time it took shows.</summary>
    private TokenUsage? Consumed(ModelAnswer? answer, Failure failure, long startTimestamp) =>
        answer is null
            ? UsageEstimate.OfUnanswered(Context, failure.Kind, Time.GetElapsedTime(startTimestamp))
            : answer.Usage ?? UsageEstimate.Of(Context, answer.Text);

    private DateTimeOffset Start(out long timestamp)
    {
        timestamp = Time.GetTimestamp();
        return Time.GetUtcNow();
    }

    /// <summary>The round trip's deadline leaves the attempt less time than it would be given.</summary>
    public bool EndsEarly => Left < Total.Value;

    internal static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
