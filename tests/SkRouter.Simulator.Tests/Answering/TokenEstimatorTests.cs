using FsCheck;
using FsCheck.Xunit;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Tests.Answering;

public sealed class TokenEstimatorTests
{
    [Property]
    public bool Pieces_AnyText_JoinToItAndAreCounted(NonNull<string> text)
    {
        var pieces = TokenEstimator.Pieces(text.Get).ToList();
        return string.Concat(pieces) == text.Get
            && TokenEstimator.Count(text.Get) == pieces.Count
            && pieces.TrueForAll(piece => piece.Length > 0);
    }

    [Fact]
    public void Pieces_SurrogatePairs_StayWhole()
    {
        var text = "abcde🚀🚀🚀🚀";

        TokenEstimator
            .Pieces(text)
            .ShouldAllBe(piece =>
                !char.IsLowSurrogate(piece.First()) && !char.IsHighSurrogate(piece.Last())
            );
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("one two three", 3)]
    [InlineData("incomprehensible", 3)]
    public void Count_KnownText_IsStable(string text, long tokens) =>
        TokenEstimator.Count(text).ShouldBe(tokens);
}
