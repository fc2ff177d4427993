using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.Pipeline;

/// <summary>
/// One deployment's stream. Until it is committed it is only read and held, so that its failure stays invisible; then the
/// held pieces are released and the rest follows. Pieces of tool calls stay held until the calls are whole.
/// </summary>
internal sealed class AttemptStream : IDisposable
{
    private const int MostHeldPieces = 64;
    private const long MostHeldCharacters = 256 * 1024;

    private readonly AttemptRun _run;
    private readonly ProviderSignals _signals;
    private readonly DateTimeOffset _startedAt;
    private readonly long _startTimestamp;
    private readonly StreamWatchdog _watchdog;
    private readonly StreamProgress _progress = new();
    private readonly List<AnswerChunk> _held = [];
    private readonly ChunkTranslator _translator;
    private ChunkSource? _source;
    private TimeSpan? _firstToken;
    private int _attempt = -1;
    private bool _ended;
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
        _translator = new(run.Context.Request.IsSemanticKernel, _progress);
        var options = run.Deployment.Options;
        _watchdog = new(
            run.Time,
            options.TimeToFirstToken,
            options.Stall,
            AttemptRun.Shorter(options.Total, run.Left),
            run.Token
        );
    }

    /// <summary>Reads until the stream is committed. A failure is thrown, and nobody but the record has seen anything of it.</summary>
    public async ValueTask OpenAsync()
    {
        _source = DeploymentCall.Stream(_run, _watchdog.Token);
        while (await MoveNextAsync().ConfigureAwait(false))
        {
            _held.Add(_source.Current);
            if (!_run.HoldsAll && MayCommit())
            {
                break;
            }
        }

        if (_ended)
        {
            AnswerCheck.Verify(_progress, _run.Deployment);
            _progress.ToolCalls();
            await _run.CheckAsync(
                    _progress.HasToolCall ? null : string.Concat(_held.Select(chunk => chunk.Text)),
                    _watchdog.Token
                )
                .ConfigureAwait(false);
        }

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

            while (!_ended && failure is null)
            {
                failure = await TryMoveNextAsync().ConfigureAwait(false);
                if (failure is not null || _ended)
                {
                    break;
                }

                if (_progress.HasToolCall)
                {
                    _held.Add(_source!.Current);
                }
                else
                {
                    yield return _translator.Translate(_source!.Current);
                }
            }

            failure ??= TryVerify();
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
    public ValueTask AbandonAsync() => CloseAsync(done: false, failure: null);

    /// <summary>Ends a stream that failed before it was committed.</summary>
    public async ValueTask AbortAsync(Failure failure)
    {
        _run.Context.AddAttempt(AttemptRun.Failed(Snapshot(AttemptOutcome.Failed), failure));
        await DisposeSourceAsync().ConfigureAwait(false);
        _run.Learn(_signals, null);
        Dispose();
    }

    /// <summary>Ends a stream that nobody will read: another deployment was faster. What it consumed is booked.</summary>
    public async ValueTask DiscardAsync()
    {
        _run.Context.ReplaceAttempt(_attempt, Snapshot(AttemptOutcome.Cancelled));
        await DisposeSourceAsync().ConfigureAwait(false);
        Dispose();
        _run.Deployment.Health.Leave();
    }

    public void Dispose()
    {
        _watchdog.Dispose();
        _run.Dispose();
    }

    public Failure Read(Exception exception)
    {
        if (_watchdog.Verdict is { } verdict && !_run.Token.IsCancellationRequested)
        {
            return new(
                _watchdog.IsWaitingForFirst ? FailureKind.TimedOut : FailureKind.Stalled,
                verdict,
                exception
            );
        }

        return ErrorTaxonomy.Read(exception, _run.Token);
    }

    private bool MayCommit()
    {
        if (_progress.HasToolCall)
        {
            return false;
        }

        return _progress.HasText
            || _progress.HasOther
            || _held.Count >= MostHeldPieces
            || _progress.OutputCharacters >= MostHeldCharacters;
    }

    private async ValueTask<bool> MoveNextAsync()
    {
        bool moved;
        try
        {
            moved = await _source!.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception)
            when (_progress.FinishReason is not null && !_watchdog.Token.IsCancellationRequested)
        {
            // The provider said that it was finished; what broke afterwards took nothing away.
            moved = false;
        }

        if (!moved)
        {
            _ended = true;
            return false;
        }

        _watchdog.Progress();
        _progress.Add(_source!.Current);
        if (_progress.TakeSignature() is { } signature)
        {
            _run.Remember(signature);
        }

        if (
            _firstToken is null
            && (_progress.HasText || _progress.HasToolCall || _progress.HasOther)
        )
        {
            _firstToken = _watchdog.Elapsed;
            _watchdog.FirstToken();
            _run.Deployment.Health.Latency.Add(_firstToken.Value);
        }

        return true;
    }

    private async ValueTask<Failure?> TryMoveNextAsync()
    {
        try
        {
            await MoveNextAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return Read(exception);
        }
    }

    private Failure? TryVerify()
    {
        try
        {
            AnswerCheck.Verify(_progress, _run.Deployment);
            _progress.ToolCalls();
            return null;
        }
        catch (AttemptFailedException exception)
        {
            return Read(exception);
        }
    }

    private async ValueTask CloseAsync(bool done, Failure? failure)
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        var context = _run.Context;
        var snapshot = Snapshot(AttemptOutcome.Served);
        if (failure is not null)
        {
            context.ReplaceAttempt(_attempt, AttemptRun.Failed(snapshot, failure));
            if (failure.CountsAgainstTheCircuit)
            {
                await _run.Deployment.Pipeline.CountAsync(failure).ConfigureAwait(false);
            }
        }
        else if (done)
        {
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

        await DisposeSourceAsync().ConfigureAwait(false);
        Dispose();
        _run.Learn(_signals, snapshot.Usage);
        _run.Deployment.Health.Leave();
    }

    private async ValueTask DisposeSourceAsync()
    {
        if (_source is null)
        {
            return;
        }

        try
        {
            await _source.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The stream is over for us whatever its clean-up says; what was wrong with it is on the record already.
            _run.Context.Note(
                $"closing the stream of {_run.Deployment.Key} failed: {exception.GetType().Name}"
            );
        }
    }

    private Attempt Snapshot(AttemptOutcome outcome) =>
        _run.Record(_startedAt, _startTimestamp) with
        {
            Outcome = outcome,
            TimeToFirstToken = _firstToken,
            Usage = _progress.Usage ?? Estimate(),
        };

    /// <summary>A stream that broke off before its usage came has still consumed what it showed.</summary>
    private TokenUsage? Estimate() =>
        _progress.OutputCharacters == 0
            ? null
            : UsageEstimate.Of(_run.Context, _progress.OutputCharacters);
}
