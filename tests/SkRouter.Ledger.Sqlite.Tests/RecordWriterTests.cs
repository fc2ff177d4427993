using System.Text;
using System.Text.Json;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Pipeline;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.Ledger.Sqlite.Tests;

/// <summary>The writer by hand and the serializer, byte by byte. That the samples set every property is a test of its own.</summary>
public sealed class RecordWriterTests
{
    private static readonly IReadOnlyList<DecisionRecord> Samples = new SampleRecords(
        7,
        new(2026, 3, 12, 10, 0, 0, TimeSpan.FromHours(2)),
        TimeSpan.FromDays(1)
    ).Take(2_000);

    [Fact]
    public void Write_AnyRecord_IsWhatTheSerializerWrites()
    {
        foreach (var record in Samples)
        {
            Verify(record);
        }
    }

    [Fact]
    public void Write_NumbersAndTextsAtTheirLimits_IsWhatTheSerializerWrites()
    {
        var record = Samples.First(sample => sample is { Profile: not null, Route: not null });
        foreach (
            var number in new[]
            {
                0,
                double.NaN,
                double.PositiveInfinity,
                double.NegativeInfinity,
                double.Epsilon,
                1e300,
                -0.1,
            }
        )
        {
            Verify(
                record with
                {
                    Agent = "ünï \"quoted\" \\ \u0001 \ud83d\ude00",
                    Duration = TimeSpan.FromTicks(number > 0 ? long.MaxValue : 0),
                    TimeToFirstToken = TimeSpan.Zero,
                    CostUsd = number > 0 ? decimal.MaxValue : 0,
                    Profile = record.Profile! with
                    {
                        Difficulty = number,
                        CategoryProbabilities = [(float)number],
                    },
                    Route = record.Route! with { Draws = [number] },
                }
            );
        }
    }

    private static void Verify(DecisionRecord record) =>
        Encoding
            .UTF8.GetString(RecordJson.Write(record))
            .ShouldBe(JsonSerializer.Serialize(record, RecordJson.Options));
}
