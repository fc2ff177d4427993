using FsCheck.Xunit;
using SkRouter.Classification;

namespace SkRouter.Tests.Classification;

/// <summary>What is read a vector at a time is what one character at a time would give.</summary>
public sealed class VectorReadingTests
{
    private const string Letters = "abcdefgh ABCXYZ  .,?!'-/()[]09~";

    [Property(MaxTest = 300)]
    public void NormalizedPrompt_AnyPrintableText_IsFoldedAsCharacterByCharacter(byte[] choice)
    {
        var text = string.Concat(choice.Select(one => Letters[one % Letters.Length]));
        var prompt = new NormalizedPrompt();

        prompt.Read(text);

        prompt
            .Text.ToString()
            .ShouldBe(
                string.Join(
                        ' ',
                        text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    )
                    .TrimEnd(' ', '\n', '.', '!', '?', ',', ';', ':')
            );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(513)]
    [InlineData(2_000)]
    public void DifficultyFeatures_WordOfAnyLength_HasTheColumnsOfAllItsParts(int length)
    {
        var word = string.Concat(
            Enumerable.Range(0, length).Select(i => (char)('a' + (i * 7 % 26)))
        );
        var features = new PromptFeatures();

        features.Read(word);

        features.Difficulty.Parts(0).ToArray().Order().ShouldBe(PartsOf(word).Order());
    }

    private static IEnumerable<int> PartsOf(string word)
    {
        var edged = $"_{word}_";
        for (var start = 0; start + 3 <= edged.Length; start++)
        {
            var hash = 0xABCD_EF01u;
            for (var i = 0; i < Math.Min(5, edged.Length - start); i++)
            {
                hash = ((hash ^ edged[start + i]) * 16777619u) ^ (hash >> 15);
                if (i >= 2)
                {
                    yield return (int)(Mix(hash) >> 14);
                }
            }
        }
    }

    private static uint Mix(uint h)
    {
        h ^= h >> 16;
        h *= 0x7FEB_352D;
        h ^= h >> 15;
        h *= 0x846C_A68B;
        return h ^ (h >> 16);
    }
}
