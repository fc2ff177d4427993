using FsCheck.Xunit;
using SkRouter.Spend;

namespace SkRouter.Tests.Spend;

public sealed class TokenEstimatorTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData(" ", 1)]
    [InlineData("Hello, how are you today?", 7)]
    [InlineData("internationalization", 3)]
    [InlineData("1234567", 3)]
    [InlineData("今日は良い天気", 7)]
    public void Estimate_KnownTexts_AreWordsDigitsSignsAndIdeographs(string text, long tokens) =>
        TokenEstimator.Estimate(text).ShouldBe(tokens);

    [Property]
    public bool Estimate_AnyText_IsAtMostItsLengthAndAtLeastOne(string? text) =>
        TokenEstimator.Estimate(text) is var tokens
        && (string.IsNullOrEmpty(text) ? tokens == 0 : tokens >= 1 && tokens <= text.Length);
}
