using FsCheck.Xunit;
using SkRouter.Spend;

namespace SkRouter.Tests.Spend;

public sealed class TokenCounterTests
{
    [Property]
    public void Add_TextInAnyPieces_CountsAsTheWhole(string? text, int[] cuts)
    {
        var whole = text ?? "";
        var counter = default(TokenCounter);
        var at = 0;
        foreach (var cut in cuts)
        {
            var length = Math.Min((int)((uint)cut % 5), whole.Length - at);
            counter.Add(whole.AsSpan(at, length));
            at += length;
        }

        counter.Add(whole.AsSpan(at));

        counter.Total.ShouldBe(TokenEstimator.Estimate(whole));
    }

    [Theory]
    [InlineData("incompre", "hensibility", 3)]
    [InlineData("12", "345", 2)]
    [InlineData("one ", "two", 2)]
    [InlineData("", "", 0)]
    public void Add_CutInTheMiddle_IsNoTokenMore(string first, string second, long expected)
    {
        var counter = default(TokenCounter);

        counter.Add(first);
        counter.Add(second);

        counter.Total.ShouldBe(expected);
    }
}
