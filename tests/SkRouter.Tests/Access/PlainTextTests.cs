using SkRouter.Telemetry;

namespace SkRouter.Tests.Access;

public sealed class PlainTextTests
{
    [Fact]
    public void Of_EveryCharacter_LeavesNoControlNorFormat()
    {
        for (var code = 0; code <= char.MaxValue; code++)
        {
            var safe = PlainText.Of($"a{(char)code}b");
            foreach (var character in safe)
            {
                char.IsControl(character).ShouldBeFalse($"U+{code:X4}");
                (
                    character is '\u2028' or '\u2029' or '\u202e' or '\u200b' or '\ufeff'
                ).ShouldBeFalse($"U+{code:X4}");
                char.IsSurrogate(character).ShouldBeFalse($"U+{code:X4}");
            }
        }
    }

    [Theory]
    [InlineData("plain text, ünï, 漢字, 👩‍💻", null)]
    [InlineData("\u001b[31mred\u001b[0m", "·[31mred·[0m")]
    [InlineData("one\r\ntwo\0", "one··two·")]
    public void Of_Text_ReplacesWhatIsUnsafe(string text, string? expected) =>
        PlainText.Of(text).ShouldBe(expected ?? text);

    [Fact]
    public void Of_HalfASurrogatePair_IsReplaced() =>
        PlainText.Of("lone \ud800 surrogate").ShouldBe("lone · surrogate");

    [Fact]
    public void Of_LongText_IsCutBetweenCharacters() => PlainText.Of("aa👩b", 3).ShouldBe("aa·…");
}
