using FsCheck;
using FsCheck.Xunit;
using SkRouter.Conversion;

namespace SkRouter.Tests.Conversion;

public sealed class ToolCallIdTests
{
    [Theory]
    [InlineData("call_abcDEF-123", false)]
    [InlineData("toolu_01A09q90qw90lq917835lq9", false)]
    [InlineData("Ab3dE6gH9", true)]
    public void For_IdThatTheProviderTakes_StaysAsItIs(string id, bool mistral) =>
        ToolCallIds.For(id, mistral).ShouldBe(id);

    [Property]
    public bool For_AnyId_FitsAndIsTheSameEachTime(NonNull<string> id, bool mistral)
    {
        var portable = ToolCallIds.For(id.Get, mistral);
        return portable == ToolCallIds.For(id.Get, mistral)
            && ToolCallIds.For(portable, mistral) == portable
            && Fits(portable, mistral);
    }

    [Property]
    public bool For_DifferentIds_StayDifferent(NonEmptyString one, NonEmptyString other) =>
        one.Get == other.Get
        || ToolCallIds.For(one.Get, mistral: true) != ToolCallIds.For(other.Get, mistral: true);

    private static bool Fits(string id, bool mistral) =>
        (mistral ? id.Length == 9 : id.Length is > 0 and <= 40)
        && id.All(letter =>
            char.IsAsciiLetterOrDigit(letter) || (!mistral && letter is ('_' or '-'))
        );
}
