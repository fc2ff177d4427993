using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.Pipeline;

/// <summary>
/// One deployment's stream. Until it is committed it is only read and held, so that its failure stays invisible; then the
/// held pieces are released and the rest follows. Pieces of tool calls stay held until the calls are whole.
/// </summary>
internal sealed class AttemptStream : IAsyncDisposable
{
    private const int MostHeldPieces = 64;

    private readonly AttemptRun _run;
    private readonly ProviderSignals _signals;
    private readonly DateTimeOffset _startedAt;
    private readonly long _startTimestamp;
    private readonly ProviderStream _provider;
    private readonly StreamProgress _progress;
    private readonly List<AnswerChunk> _held = [];
    private readonly ChunkTranslator _translator;
    private int _attempt = -1;
    private bool _closed;

    public AttemptStream(
        AttemptRun run,
        ProviderSignals signals,
        DateTimeOffset startedAt,
        long startTimestamp
    )
    {
        _run = run;
        _signals = signals;
        _startedAt = startedAt;
        _startTimestamp = startTimestamp;
        _provider = new(run);
        _progress = _provider.Progress;
        _translator = new(run.Context.Request.IsSemanticKernel, _progress);
    }

    /// <summary>Nothing but text and reasoning has come, so that another model could go on with it.</summary>
    public bool IsPlainText => _progress is { HasOther: false, HasToolCall: false };

    /// <summary>It broke, and was not silent: the same deployment may be asked to go on.</summary>
    public bool MayContinueItself { get; private set; }

    /// <summary>Reads until the stream is committed. A failure is thrown, and nobody but the record has seen anything of it.</summary>
    public async ValueTask OpenAsync()
    {
        _provider.Open();
        while (await _provider.MoveNextAsync().ConfigureAwait(false))
        {
            _held.Add(_provider.Current);
            if (!_run.HoldsAll && MayCommit())
            {
                break;
            }
        }

        if (_provider.Ended)
        {
            _provider.Verify(shown: false);
            await _run.CheckAsync(
                    _progress.HasToolCall ? null : string.Concat(_held.Select(chunk => chunk.Text)),
                    _provider.Token
                )
                .ConfigureAwait(false);
        }

        _run.Note(_progress.Remarks);
        _attempt = _run.Context.AddAttempt(Snapshot(AttemptOutcome.Served));
        _run.Context.TimeToFirstToken ??= _run.Time.GetElapsedTime(_run.Context.StartTimestamp);
    }

    /// <summary>The pieces for the caller, in the caller's language.</summary>
    public async IAsyncEnumerable<AnswerChunk> ReadAsync()
    {
        Failure? failure = null;
        var done = false;
        try
        {
            for (var i = 0; i < _held.Count && !_progress.HasToolCall; i++)
            {
                yield return _translator.Translate(_held[i]);
            }

            if (!_progress.HasToolCall)
            {
                _held.Clear();
            }

            while (!_provider.Ended && failure is null)
            {
                failure = await _provider.TryMoveNextAsync().ConfigureAwait(false);
                if (failure is not null || _provider.Ended)
                {
                    break;
                }

                if (_progress.HasToolCall)
                {
                    _held.Add(_provider.Current);
                }
                else
                {
                    yield return _translator.Translate(_provider.Current);
                }
            }

            failure ??= _provider.TryVerify();
            if (failure is null)
            {
                foreach (var chunk in _progress.HasToolCall ? _translator.Release(_held) : [])
                {
                    yield return chunk;
                }

                done = true;
            }
        }
        finally
        {
            await CloseAsync(done, failure).ConfigureAwait(false);
        }

        if (failure is not null)
        {
            throw BrokenStream.ErrorFor(_run, failure);
        }
    }

    /// <summary>Ends a stream that nobody reads any more, or never did; nothing if it has ended by itself.</summary>
    public ValueTask DisposeAsync() => CloseAsync(done: false, failure: null);

    /// <summary>Ends a stream that failed before it was committed.</summary>
    public async ValueTask AbortAsync(Failure failure)
    {
        var attempt = Snapshot(AttemptOutcome.Failed);
        if (attempt.Usage is null && UsageEstimate.IsCharged(failure.Kind))
        {
            // Nothing was shown yet, but the provider had the request.
            attempt = attempt with
            {
                Usage = UsageEstimate.Of(_run.Context, outputTokens: 0),
            };
        }

        _run.Context.AddAttempt(AttemptRun.Failed(attempt, failure));
        await _provider.DisposeAsync().ConfigureAwait(false);
        _run.Learn(_signals, null);
    }

    /// <summary>Ends a stream that nobody will read: another deployment was faster. What it consumed is booked.</summary>
    public async ValueTask DiscardAsync()
    {
        _run.Context.ReplaceAttempt(_attempt, Snapshot(AttemptOutcome.Cancelled));
        await _provider.DisposeAsync().ConfigureAwait(false);
        _run.Deployment.Health.Leave();
    }

    public Failure Read(Exception exception) => _provider.Read(exception);

    private bool MayCommit()
    {
        if (_progress.HasToolCall)
        {
            return false;
        }

        return _progress.HasText || _progress.HasOther || _held.Count >= MostHeldPieces;
    }

    private async ValueTask CloseAsync(bool done, Failure? failure)
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        var context = _run.Context;
        _run.Note(_progress.Remarks);
        var snapshot = Snapshot(AttemptOutcome.Served);
        if (failure is not null)
        {
            context.ReplaceAttempt(_attempt, AttemptRun.Failed(snapshot, failure));
            MayContinueItself = failure.Kind is FailureKind.Interrupted or FailureKind.Unreachable;
            _run.Deployment.CoolDown(failure);
            if (failure.CountsAgainstTheCircuit)
            {
                _run.Deployment.Pipeline.Count(failure, context);
            }
        }
        else if (done)
        {
            context.ToolCalls = _progress.CalledTools();
            context.ReplaceAttempt(_attempt, snapshot);
        }
        else
        {
            var cancelled = context.CancellationToken.IsCancellationRequested;
            context.ReplaceAttempt(
                _attempt,
                snapshot with
                {
                    Outcome = cancelled ? AttemptOutcome.Cancelled : AttemptOutcome.Abandoned,
                }
            );
        }

        if (failure is null)
        {
            _run.Deployment.Pipeline.Count(failure: null, context);
        }

        await _provider.DisposeAsync().ConfigureAwait(false);
        _run.Learn(_signals, snapshot.Usage);
        _run.Deployment.Health.Leave();
    }

    private Attempt Snapshot(AttemptOutcome outcome) =>
        _run.Record(
            _startedAt,
            _startTimestamp,
            outcome,
            Consumed(),
            _provider.FirstToken,
            _progress.Remarks
        );

    /// <summary>Counts that came before the end may lack what was written since.</summary>
    private TokenUsage? Consumed() =>
        _progress.Usage is not { } usage ? Estimate()
        : _progress.FinishReason is null && usage.OutputTokens < _progress.EstimatedOutput
            ? usage with
            {
                OutputTokens = _progress.EstimatedOutput,
                Estimated = true,
            }
        : usage;

    /// <summary>A stream that broke off before its usage came has still consumed what it showed.</summary>
    private TokenUsage? Estimate() =>
        _progress.EstimatedOutput == 0
            ? null
            : UsageEstimate.Of(_run.Context, _progress.EstimatedOutput);
}
