using Microsoft.Extensions.AI;
using SkRouter.Spend;

namespace SkRouter.Tests.Spend;

public sealed class UsageReaderTests
{
    [Fact]
    public void Read_AdditionalCountsOfTheConnectors_AreInTheNormalForm()
    {
        var usage = UsageReader.Read(
            new UsageDetails
            {
                InputTokenCount = 100,
                OutputTokenCount = 10,
                InputAudioTokenCount = 7,
                OutputAudioTokenCount = 3,
                AdditionalCounts = new()
                {
                    ["CacheCreationInputTokens"] = 30,
                    ["CacheCreation5mInputTokens"] = 10,
                    ["CacheCreation1hInputTokens"] = 20,
                    ["WebSearchRequests"] = 2,
                    ["ToolUseInputTokens"] = 5,
                },
            }
        );

        usage.ShouldBe(
            new()
            {
                InputTokens = 100,
                OutputTokens = 10,
                InputAudioTokens = 7,
                OutputAudioTokens = 3,
                CacheWriteTokens = 30,
                CacheWriteFiveMinutesTokens = 10,
                CacheWriteOneHourTokens = 20,
                WebSearches = 2,
                ToolInputTokens = 5,
            }
        );
    }

    [Theory]
    [InlineData(null, 5L, null, null)]
    [InlineData(0L, 5L, null, null)]
    [InlineData(-3L, 5L, null, null)]
    [InlineData(9L, null, null, null)]
    [InlineData(9L, long.MaxValue, null, null)]
    [InlineData(null, 5L, 14L, 9L)]
    [InlineData(9L, null, 14L, 9L)]
    [InlineData(9L, 0L, 9L, 9L)]
    public void Read_InputOrOutputIsUnknown_FollowsFromTheTotalOrIsLeftToTheEstimate(
        long? input,
        long? output,
        long? total,
        long? expectedInput
    )
    {
        var usage = UsageReader.Read(
            new UsageDetails
            {
                InputTokenCount = input,
                OutputTokenCount = output,
                TotalTokenCount = total,
            }
        );

        usage?.InputTokens.ShouldBe(expectedInput!.Value);
        (usage is null).ShouldBe(expectedInput is null);
    }
}
