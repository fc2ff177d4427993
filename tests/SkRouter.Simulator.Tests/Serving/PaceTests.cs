using SkRouter.Simulator.Tests.Clients;

namespace SkRouter.Simulator.Tests.Serving;

public sealed class PaceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Stream_TokensAreLateByWholeMilliseconds_IsSentToItsEnd(int step)
    {
        await using var simulator = await SimulatorServer.StartAsync(
            script =>
                script.Model(
                    "gpt",
                    model => model.Say("one two three four five six").Speed(TimeSpan.Zero, 1000)
                ),
            new() { TimeProvider = new LateTime(step) }
        );

        var answer = await simulator.PostAsync(Kernels.Body(stream: true)).WaitAsync(Patience);

        answer.ShouldContain("[DONE]");
    }

    /// <summary>Some milliseconds pass whenever somebody looks, so that what is due each millisecond is late by a whole number of them.</summary>
    private sealed class LateTime(int step) : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Interlocked.Add(ref _now, step);
    }
}
