using SkRouter.Spend;

namespace SkRouter.Tests.Spend;

public sealed class TokenUsageTests
{
    [Fact]
    public void Equals_SameRareCounts_IsTrueHoweverTheyWereSet()
    {
        var atOnce = new TokenUsage
        {
            InputTokens = 10,
            InputAudioTokens = 4,
            WebSearches = 1,
        };
        var stepByStep = new TokenUsage { WebSearches = 1, InputTokens = 10 } with
        {
            InputAudioTokens = 4,
        };

        stepByStep.ShouldBe(atOnce);
        stepByStep.GetHashCode().ShouldBe(atOnce.GetHashCode());
        (stepByStep with { InputAudioTokens = 5 }).ShouldNotBe(atOnce);
    }

    [Fact]
    public void With_RareCountSetBackToZero_EqualsOneThatNeverHadIt()
    {
        var usage = new TokenUsage { OutputTokens = 3, OutputImageTokens = 2 };

        (usage with { OutputImageTokens = 0 }).ShouldBe(new TokenUsage { OutputTokens = 3 });
        usage.OutputImageTokens.ShouldBe(2);
    }

    [Fact]
    public void Plus_EveryCountItsOwnNumber_AddsEachToItself()
    {
        var counts = Enum.GetValues<UsageUnit>().Select(unit => 1L + (int)unit).ToArray();
        var one = TokenUsage.From(counts);

        var two = one.Plus(one);

        foreach (var unit in Enum.GetValues<UsageUnit>().Where(unit => unit != UsageUnit.Request))
        {
            two.Of(unit).ShouldBe(2 * (1L + (int)unit), unit.ToString());
        }
    }
}
