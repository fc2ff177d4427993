using SkRouter.Simulator.Answering;
using SkRouter.Simulator.Protocols;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Serving;

/// <summary>Sends an answer as a stream of events, with the faults that streams can have.</summary>
internal sealed class StreamWriter
{
    private readonly Exchange _exchange;
    private readonly ComposedAnswer _answer;
    private readonly Pace _pace;
    private readonly EventPipe _pipe;
    private readonly IAnswerEvents _events;
    private readonly bool _tellsUsage;
    private readonly long _breakAt;
    private long _sent;
    private bool _broken;

    private StreamWriter(Exchange exchange, ComposedAnswer answer, AnswerHead head, Pace pace)
    {
        _exchange = exchange;
        _answer = answer;
        _pace = pace;
        _pipe = new(exchange.Http.Response.BodyWriter, pace.IsPaced);
        _events = exchange.Protocol.OpenStream(_pipe, answer, head);
        _tellsUsage = head.TellsUsage;
        _breakAt = IsMidStream(exchange.FaultKind)
            ? (long)(Pieces(answer) * exchange.Fault!.Share)
            : long.MaxValue;
    }

    public static Task SendAsync(
        Exchange exchange,
        ComposedAnswer answer,
        AnswerHead head,
        Pace pace
    ) => new StreamWriter(exchange, answer, head, pace).SendAsync();

    private async Task SendAsync()
    {
        _exchange.Sending(_answer);
        _exchange.Http.Response.ContentType = "text/event-stream; charset=utf-8";
        _exchange.Http.Response.Headers.CacheControl = "no-cache";
        var early = _exchange.Fault is { Kind: FaultKind.SlowFirstToken, AfterHeaders: true };
        if (!early)
        {
            await _pace.WaitAsync(0).ConfigureAwait(false);
        }

        await _events.OpenAsync().ConfigureAwait(false);
        await _pipe.FlushAsync().ConfigureAwait(false);
        await _pace.WaitAsync(0).ConfigureAwait(false);
        if (
            await SendReasoningAsync().ConfigureAwait(false)
            && await SendTextAsync().ConfigureAwait(false)
            && await SendCallsAsync().ConfigureAwait(false)
        )
        {
            // The share may be all of the answer, and an answer may have no pieces.
            if (!await BreakAsync().ConfigureAwait(false))
            {
                await CloseAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> SendReasoningAsync()
    {
        if (_answer.Reasoning is not { Length: > 0 } reasoning)
        {
            return true;
        }

        foreach (var piece in TokenEstimator.Pieces(reasoning))
        {
            if (await BreakAsync().ConfigureAwait(false))
            {
                return false;
            }

            await _events.ReasoningAsync(piece).ConfigureAwait(false);
            await SentAsync().ConfigureAwait(false);
        }

        await _events.ReasoningDoneAsync().ConfigureAwait(false);
        return true;
    }

    private async Task<bool> SendTextAsync()
    {
        foreach (var piece in TokenEstimator.Pieces(_answer.Text ?? ""))
        {
            if (await BreakAsync().ConfigureAwait(false))
            {
                return false;
            }

            await _events.TextAsync(piece).ConfigureAwait(false);
            await SentAsync().ConfigureAwait(false);
        }

        return true;
    }

    private async Task<bool> SendCallsAsync()
    {
        for (var i = 0; i < _answer.ToolCalls.Count; i++)
        {
            await _events.CallAsync(i).ConfigureAwait(false);
            foreach (var piece in TokenEstimator.Pieces(_answer.ToolCalls[i].Arguments))
            {
                if (await BreakAsync().ConfigureAwait(false))
                {
                    return false;
                }

                await _events.ArgumentsAsync(i, piece).ConfigureAwait(false);
                await SentAsync().ConfigureAwait(false);
            }

            await _events.CallDoneAsync(i).ConfigureAwait(false);
        }

        return true;
    }

    private Task SentAsync()
    {
        _exchange.Cancelled.ThrowIfCancellationRequested();
        return _pace.WaitAsync(++_sent);
    }

    /// <summary>Does what the fault wants once its share of the answer is sent.</summary>
    /// <returns>Whether the response is over.</returns>
    private async Task<bool> BreakAsync()
    {
        if (_broken || _sent < _breakAt)
        {
            return false;
        }

        _broken = true;
        await _pipe.FlushAsync().ConfigureAwait(false);
        switch (_exchange.FaultKind)
        {
            case FaultKind.Cut:
                _exchange.CutOff();
                return true;
            case FaultKind.CleanEnd:
                _exchange.Completing(null);
                return true;
            case FaultKind.ErrorEvent:
                _exchange.Completing(null);
                await _events.ErrorAsync(Reply.LateError(_exchange)).ConfigureAwait(false);
                await _pipe.FlushAsync().ConfigureAwait(false);
                return true;
            case FaultKind.Stall:
                await _pace.PauseAsync(_exchange.Fault!.Delay).ConfigureAwait(false);
                return false;
            default:
                await _events.MalformedAsync().ConfigureAwait(false);
                return false;
        }
    }

    private async Task CloseAsync()
    {
        _exchange.Completing(_tellsUsage ? _answer.Usage : null);
        await _events.FinishAsync().ConfigureAwait(false);
        if (_exchange.FaultKind != FaultKind.MissingDone)
        {
            await _events.DoneAsync().ConfigureAwait(false);
        }

        await _pipe.FlushAsync().ConfigureAwait(false);
    }

    private static bool IsMidStream(FaultKind? kind) =>
        kind
            is FaultKind.Cut
                or FaultKind.CleanEnd
                or FaultKind.Stall
                or FaultKind.MalformedEvent
                or FaultKind.ErrorEvent;

    private static long Pieces(ComposedAnswer answer) =>
        TokenEstimator.Count(answer.Reasoning)
        + TokenEstimator.Count(answer.Text)
        + answer.ToolCalls.Sum(call => TokenEstimator.Count(call.Arguments));
}
