using SkRouter.Simulator.Answering;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Serving;

/// <summary>When each token of one answer is due.</summary>
internal sealed class Pace
{
    private readonly SimulatedClock _clock;
    private readonly CancellationToken _cancelled;
    private readonly long _start;
    private readonly double _firstMs;
    private readonly double _tokenMs;
    private double _pausedMs;

    public Pace(Exchange exchange, ModelScript model, ComposedAnswer answer)
    {
        _clock = exchange.Clock;
        _cancelled = exchange.Cancelled;
        _start = _clock.Timestamp;
        var stretch = 1 + (model.Jitter * ((2 * exchange.Random.NextDouble()) - 1));
        var late =
            exchange.FaultKind == FaultKind.SlowFirstToken ? exchange.Fault!.DelayMs!.Value : 0;
        _firstMs = ((answer.FirstTokenMs ?? model.FirstTokenMs) * stretch) + late;
        _tokenMs = model.TokensPerSecond > 0 ? 1000 / model.TokensPerSecond * stretch : 0;
    }

    /// <summary>Whether tokens are due one after another, so that each is worth its own packet.</summary>
    public bool IsPaced => _tokenMs > 0;

    /// <summary>Waits until so many tokens are due; 0 waits for the first one.</summary>
    public Task WaitAsync(long tokens)
    {
        var due = _firstMs + (tokens * _tokenMs) + _pausedMs;
        var left = TimeSpan.FromMilliseconds(due) - _clock.Since(_start);
        // A token that is late by exactly a millisecond must not wait for -1 ms, which is for ever.
        return left <= TimeSpan.Zero ? Task.CompletedTask : _clock.DelayAsync(left, _cancelled);
    }

    public async Task PauseAsync(TimeSpan pause)
    {
        _pausedMs += pause.TotalMilliseconds;
        await _clock.DelayAsync(pause, _cancelled).ConfigureAwait(false);
    }
}
