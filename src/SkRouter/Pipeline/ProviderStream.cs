using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>A provider's stream while it is read: watched for lateness, and what has come of it kept account of.</summary>
internal sealed class ProviderStream : IAsyncDisposable
{
    private readonly AttemptRun _run;
    private readonly StreamWatchdog _watchdog;
    private ChunkSource? _source;
    private bool _asked;
    private readonly SurrogateMending _mending = new();

    public ProviderStream(AttemptRun run)
    {
        _run = run;
        _watchdog = new(
            run.Time,
            run.FirstToken!,
            run.Context.RoleModel.Attempts.Stall(run.Deployment),
            AttemptRun.Shorter(run.Total.Value, run.Left),
            run.Token
        );
    }

    public StreamProgress Progress { get; } = new();

    public AnswerChunk Current { get; private set; }

    /// <summary>The provider has nothing more to say.</summary>
    public bool Ended { get; private set; }

    public TimeSpan? FirstToken { get; private set; }

    public CancellationToken Token => _watchdog.Token;

    public void Open() => _source = DeploymentCall.Stream(_run, _watchdog.Token);

    public async ValueTask<bool> MoveNextAsync()
    {
        bool moved;
        var atOnce = false;
        try
        {
            var move = _source!.MoveNextAsync();
            atOnce = !_asked && move.IsCompleted;
            _asked = true;
            moved = await move.ConfigureAwait(false);
        }
        catch (Exception exception) when (atOnce && NotSentException.IsRefusal(exception))
        {
            throw new NotSentException(exception);
        }
        catch (Exception)
            when (Progress.FinishReason is not null && !_run.Token.IsCancellationRequested)
        {
            // The provider said that it was finished; what broke afterwards, or never came, took nothing away.
            moved = false;
        }

        if (!moved)
        {
            Ended = true;
            return false;
        }

        _watchdog.Progress();
        Current = _mending.Mend(_source!.Current);
        Progress.Add(Current);
        if (Progress.TakeSignature() is { } signature)
        {
            _run.Remember(signature);
        }

        if (Progress.FinishReason is not null)
        {
            _watchdog.Finishing();
            if (Progress.HasBadEnd)
            {
                await ReadUsageAsync().ConfigureAwait(false);
                AnswerCheck.Verify(Progress, _run.Deployment);
            }
        }

        if (FirstToken is null && (Progress.HasText || Progress.HasToolCall || Progress.HasOther))
        {
            FirstToken = _watchdog.Elapsed;
            _watchdog.FirstToken();
            _run.Deployment.Health.Latency.Streamed.Add(FirstToken.Value);
            Learn(FirstToken.Value);
        }

        return true;
    }

    /// <summary>Reads what follows a bad end, which is no part of the answer but tells what was consumed.</summary>
    private async ValueTask ReadUsageAsync()
    {
        try
        {
            while (await _source!.MoveNextAsync().ConfigureAwait(false))
            {
                Progress.Add(_source.Current);
            }
        }
        catch (Exception) when (!_run.Token.IsCancellationRequested)
        {
            // The end is known; what broke behind it changes nothing.
        }
    }

    public async ValueTask<Failure?> TryMoveNextAsync()
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

    /// <summary>Throws if what came is no whole answer.</summary>
    /// <param name="shown">Part of it has reached the caller.</param>
    public void Verify(bool shown)
    {
        AnswerCheck.Verify(Progress, _run.Deployment);
        AnswerCheck.Calls(
            Progress.BrokenCall(),
            _run.Deployment,
            _run.Context,
            mayFailOver: !shown && !_run.Context.OnLastCandidate
        );
    }

    public Failure? TryVerify()
    {
        try
        {
            Verify(shown: true);
            return null;
        }
        catch (AttemptFailedException exception)
        {
            return Read(exception);
        }
    }

    public Failure Read(Exception exception)
    {
        if (_watchdog.Verdict is { } verdict && !_run.Token.IsCancellationRequested)
        {
            if (_watchdog.IsWaitingForFirst && _watchdog.FirstTokenWasLate)
            {
                Learn(_run.FirstToken!.Value);
            }

            var failure = new Failure(
                _watchdog.IsWaitingForFirst ? FailureKind.TimedOut : FailureKind.Stalled,
                verdict,
                exception
            );
            return RequestCause.Mark(failure, _run, _watchdog.TotalPassed && _run.EndsEarly);
        }

        return RequestCause.Mark(
            ErrorTaxonomy.Read(exception, _run.Token, _run.Time),
            _run,
            outOfTime: false
        );
    }

    /// <summary>Notes how soon the stream began, or that it did not in the time that it was given.</summary>
    private void Learn(TimeSpan sample)
    {
        var limits = _run.Context.RoleModel.Attempts;
        if (limits.Learns(_run.Deployment))
        {
            _run.Deployment.Health.FirstTokens.Add(_run.Reasons, sample, limits.Rules);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
        {
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

        _watchdog.Dispose();
        _run.Dispose();
    }
}
