using FsCheck;
using FsCheck.Fluent;
using SkRouter.Connectors.Tests.Replay;

namespace SkRouter.Connectors.Tests;

public sealed class StreamPiecesTests
{
    private static readonly RecordedExchange[] Streams =
    [
        .. Recordings.All.Where(exchange =>
            exchange.IsStream
            && exchange.Status == 200
            && Replay.Replay.ProtocolOf(exchange) is not null
        ),
    ];

    [RecordingsFact]
    public void Streaming_BytesCutAnywhere_ReadsTheSameAnswer()
    {
        Streams.ShouldNotBeEmpty();
        var cuts = Gen.Choose(1, 97).ListOf(5);
        var exchanges = Gen.Elements(Streams);
        var property = Prop.ForAll(
            exchanges.Zip(cuts).ToArbitrary(),
            sample =>
            {
                var (exchange, lengths) = sample;
                return Read(exchange, [.. lengths]) == Read(exchange, []);
            }
        );

        property.Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    /// <summary>One byte at a time is the hardest cut: it splits every character and every line end.</summary>
    [RecordingsFact]
    public void Streaming_OneByteAtATime_ReadsTheSameAnswer()
    {
        foreach (
            var exchange in Streams.GroupBy(item => item.Provider).Select(group => group.First())
        )
        {
            Read(exchange, [1]).ShouldBe(Read(exchange, []), exchange.ToString());
        }
    }

    private static string Read(RecordedExchange exchange, int[] cuts) =>
        ReadAsync(exchange, cuts).GetAwaiter().GetResult();

    private static async Task<string> ReadAsync(RecordedExchange exchange, int[] cuts)
    {
        var protocol = Replay.Replay.ProtocolOf(exchange)!;
        try
        {
            var response = await Replay.Replay.AskAsync(
                exchange,
                protocol,
                new ReplayHandler(exchange, cuts)
            );
            var answer = Answer.Of(response);
            return $"{answer} {string.Join("|", answer.Calls)} {string.Join("|", answer.OwnBlocks)}";
        }
        catch (ProviderException error)
        {
            return error.Message;
        }
    }
}
