using System.Globalization;
using System.Runtime.ExceptionServices;
using SkRouter.Catalog;
using SkRouter.Protocols;
using SkRouter.Resilience;

namespace SkRouter.Pipeline;

/// <summary>
/// Walks a route: which candidate is asked next after what has failed, when to wait, when to give up. A candidate that is free never waits
/// for one that failed: waiting, and asking the same deployment again, is for when no other candidate is left.
/// </summary>
internal sealed class RouteWalk
{
    private readonly ModelInvocationContext _context;
    private readonly WaitingRoom _later;
    private readonly List<Deployment> _queue;
    private readonly List<Deployment> _tried = new(1);
    private List<Deployment>? _onceMore;
    private Failure? _last;
    private UnsupportedRefusal? _unsupported;
    private UnsupportedRefusal? _undeliverable;
    private int _next;
    private bool _special;

    public RouteWalk(
        ModelInvocationContext context,
        TimeProvider time,
        WaitingRules waiting,
        Func<double> random
    )
    {
        _context = context;
        _later = new(context, time, waiting, random);
        var candidates = context.Route!.Candidates;
        _queue = new(candidates.Count);
        foreach (var candidate in candidates)
        {
            _queue.Add(candidate.Deployment);
        }
    }

    /// <summary>What is left of the deadline.</summary>
    public TimeSpan Left => _later.Left;

    /// <summary>The next deployment, with a place on it taken; null when there is none left. Waits only when no candidate is free.</summary>
    public async ValueTask<(Deployment? Deployment, bool Forced)> NextAsync()
    {
        while (_next < _queue.Count && Left > TimeSpan.Zero)
        {
            var deployment = _queue[_next++];
            if (!MayTry(deployment))
            {
                continue;
            }

            if (deployment.Health.TryEnter(forced: false, Tokens, _context))
            {
                Tried(deployment);
                _context.OnLastCandidate = _next >= _queue.Count;
                return (deployment, false);
            }

            _later.Add(deployment);
        }

        var (late, forced) = await _later.NextAsync(_tried, Tokens).ConfigureAwait(false);
        if (late is not null)
        {
            Tried(late);
            _context.OnLastCandidate = _later.IsEmpty;
        }

        return (late, forced);
    }

    /// <summary>The next deployment that is free right now and fit for something; null if there is none. Never waits.</summary>
    public Deployment? TakeFree(Predicate<Deployment>? fit = null)
    {
        for (var i = _next; i < _queue.Count && Left > TimeSpan.Zero; i++)
        {
            var deployment = _queue[i];
            if (
                fit?.Invoke(deployment) != false
                && MayTry(deployment)
                && deployment.Health.TryEnter(forced: false, Tokens, _context)
            )
            {
                _queue.RemoveAt(i);
                Tried(deployment);
                return deployment;
            }
        }

        return null;
    }

    /// <summary>A deployment that was asked before, for one more time if it is free; null if it is not, or was given that before. Never waits.</summary>
    public Deployment? TakeOnceMore(Deployment deployment)
    {
        if (
            Left <= TimeSpan.Zero
            || _onceMore?.Contains(deployment) == true
            || !deployment.Health.TryEnter(forced: false, Tokens, _context)
        )
        {
            return null;
        }

        (_onceMore ??= []).Add(deployment);
        return deployment;
    }

    /// <summary>Takes note of a failure. Throws when no other deployment may be asked.</summary>
    public void Failed(Deployment deployment, Failure failure)
    {
        _last = failure;
        switch (failure.Kind)
        {
            case FailureKind.Cancelled:
                _context.Outcome = RoundTripOutcome.Cancelled;
                throw new OperationCanceledException(
                    failure.Message,
                    failure.Exception,
                    _context.CancellationToken
                );
            case FailureKind.UnsupportedRequest
                when failure.Exception is UndeliverableRequestException:
                // Nothing was sent, so that every other candidate may still be asked.
                _undeliverable ??= new(deployment, failure);
                break;
            case FailureKind.InvalidRequest
            or FailureKind.UnsupportedRequest when _unsupported is { } first:
                _last = first.Failure;
                throw Fail(RouterErrorCode.InvalidRequest, first.AfterAnother(deployment));
            case FailureKind.UnsupportedRequest:
                _unsupported = new(deployment, failure);
                _later.Remove(_unsupported.Bars);
                break;
            case FailureKind.NotSent when failure.Exception is { } own:
                ExceptionDispatchInfo.Throw(own);
                break;
            case FailureKind.InvalidRequest:
                throw Fail(
                    RouterErrorCode.InvalidRequest,
                    $"{deployment.Key} refused the request, and another model would too: {failure.Message}"
                );
            case FailureKind.ContextTooLong:
                OnlyLargerThan(deployment);
                break;
            case FailureKind.ContentFiltered:
                OnlyContentFilterChain(deployment, failure);
                break;
            default:
                _later.AddFailed(deployment, failure);
                break;
        }
    }

    private long Tokens => _context.Needs.InputTokens + _context.Needs.OutputTokens;

    public RouterException Exhausted()
    {
        if (Left <= TimeSpan.Zero)
        {
            return Fail(
                RouterErrorCode.DeadlineExceeded,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"No answer within the deadline of {_context.Deadline.TotalSeconds:0.###} s. {Reasons()}"
                )
            );
        }

        if (_last?.Kind is FailureKind.OverBudget && _context.Allowance?.Denied is { } denied)
        {
            return denied;
        }

        if (
            _last?.Kind is FailureKind.UnsupportedRequest
            && (_unsupported ?? _undeliverable) is { } refusal
        )
        {
            _last = refusal.Failure;
            return Fail(RouterErrorCode.InvalidRequest, refusal.WithNobodyElse);
        }

        return _last?.Kind is FailureKind.ContextTooLong
            ? Fail(
                RouterErrorCode.ContextTooLong,
                FormattableString.Invariant(
                    $"The conversation (about {_context.Needs.InputTokens} tokens) fits into no candidate of role '{_context.Role}'. {Reasons()}"
                )
            )
            : Fail(
                RouterErrorCode.AllCandidatesFailed,
                $"No candidate of role '{_context.Role}' answered. {Reasons()}"
            );
    }

    private void Tried(Deployment deployment)
    {
        if (!_tried.Contains(deployment))
        {
            _tried.Add(deployment);
        }
    }

    private bool MayTry(Deployment deployment)
    {
        var maxFallbacks = _context.MaxFallbacks;
        if (_unsupported?.Bars(deployment) == true)
        {
            return false;
        }

        return maxFallbacks == int.MaxValue
            || _tried.Contains(deployment)
            || _tried.Count <= maxFallbacks;
    }

    /// <summary>A call that is pinned runs under a role whose other deployments its key may not be allowed to use.</summary>
    private bool MayAsk(Deployment deployment) =>
        _context.Access?.Allows(_context, deployment) != false;

    private void OnlyLargerThan(Deployment deployment)
    {
        _queue.RemoveRange(0, _next);
        _next = 0;
        _queue.AddRange(
            _context.RoleModel.ContextWindowFallBackTo.Where(larger =>
                !_queue.Contains(larger) && MayAsk(larger)
            )
        );
        _queue.RemoveAll(other =>
            string.Equals(other.Model, deployment.Model, StringComparison.OrdinalIgnoreCase)
            || (
                deployment.ContextWindow is { } window
                && other.ContextWindow is { } theirs
                && theirs <= window
            )
        );
        _later.Remove(other =>
            string.Equals(other.Model, deployment.Model, StringComparison.OrdinalIgnoreCase)
        );
    }

    private void OnlyContentFilterChain(Deployment deployment, Failure failure)
    {
        var chain = _context.RoleModel.ContentFilterFallBackTo;
        if (!chain.Any(MayAsk))
        {
            throw Fail(
                RouterErrorCode.ContentFiltered,
                $"{deployment.Key} refused by its content filter: {failure.Message}. Role '{_context.Role}' has no content-filter fallback."
            );
        }

        if (!_special)
        {
            _special = true;
            _queue.Clear();
            _later.Remove(static _ => true);
            _next = 0;
            _queue.AddRange(
                chain.Where(other => !ReferenceEquals(other, deployment) && MayAsk(other))
            );
        }
    }

    private RouterException Fail(RouterErrorCode code, string message)
    {
        return new(code, message, _context.Attempts, _last?.Exception)
        {
            RetryAfter = _later.BackIn ?? _last?.RetryAfter,
            Size =
                code is RouterErrorCode.ContextTooLong
                    ? ConversationSize.Stated(_last?.ProviderError?.Message)
                        ?? ConversationSize.Of(_context)
                    : null,
            ProviderError = _last?.ProviderError,
        };
    }

    private string Reasons()
    {
        var attempts = _context.Attempts;
        var lines = attempts.Select(attempt => $"{attempt.Deployment}: {attempt.Reason}");
        var unasked = _later
            .GivenUp.Where(deployment =>
                attempts.All(attempt => attempt.Deployment != deployment.Key)
            )
            .Select(deployment =>
                $"{deployment.Key}: not asked, {deployment.Health.Read(caller: _context).Reason}"
            );
        return string.Join("; ", lines.Concat(unasked)) + ".";
    }
}
