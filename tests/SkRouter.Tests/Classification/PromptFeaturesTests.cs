using SkRouter.Classification;

namespace SkRouter.Tests.Classification;

public sealed class PromptFeaturesTests
{
    [Theory]
    [InlineData("Which metal melts first?\nA. Iron\nB. Tin\nC. Gold\nAnswer:", "MultipleChoice")]
    [InlineData("Which metal melts first? (A) Iron (B) Tin (C) Gold", "MultipleChoice")]
    [InlineData("Which metal melts first? A) Iron B) Tin C) Gold", "MultipleChoice")]
    [InlineData("Is it A. Miller or B. Smith?", "Open")]
    [InlineData("Tom has 12 eggs and eats 3. How many are left?", "WordProblem")]
    [InlineData("Tom has 12 eggs and eats three. How many are left?", "WordProblem")]
    [InlineData("def add(a, b): return 1 + 2 # is it 3?", "Open")]
    [InlineData("Tell me about the sea.", "Open")]
    [InlineData("", "Open")]
    public void Read_Prompt_FindsItsForm(string prompt, string form)
    {
        var features = new PromptFeatures();
        features.Read(prompt);
        features.Form.ToString().ShouldBe(form);
    }

    [Fact]
    public void Read_SecondPrompt_LeavesNothingOfTheFirst()
    {
        var used = new PromptFeatures();
        used.Read("Several words with 17 numbers (and signs), said twice: words, words!");
        used.Read("Short text.");
        var fresh = new PromptFeatures();
        fresh.Read("Short text.");

        used.Counts.Touched.ToArray().ShouldBe(fresh.Counts.Touched.ToArray());
        used.Dense.ToArray().ShouldBe(fresh.Dense.ToArray());
        used.Norm.ShouldBe(fresh.Norm);
    }

    [Fact]
    public void Read_LongerThanTheCap_DependsOnHeadAndTailOnly()
    {
        var head = string.Concat(Enumerable.Repeat("early words come first ", 300))[
            ..NormalizedPrompt.HeadLimit
        ];
        var tail = string.Concat(Enumerable.Repeat("what is asked comes last ", 100))[
            ..NormalizedPrompt.TailLimit
        ];
        var one = new PromptFeatures();
        var other = new PromptFeatures();

        one.Read(head + new string('x', 10_000) + tail);
        other.Read(head + string.Concat(Enumerable.Repeat("else ", 90_000)) + tail);

        one.Counts.Touched.ToArray().ShouldBe(other.Counts.Touched.ToArray());
        one.Dense.ToArray().ShouldBe(other.Dense.ToArray());
    }

    [Fact]
    public void Read_OptionLines_AreMeasured()
    {
        var features = new PromptFeatures();
        features.Read("Stem of ten\nA. one\nB. three\nC. eleven here\nAnswer:");
        features.Statistics.Options.ShouldBe(3);
        features.Statistics.StemLength.ShouldBe("Stem of ten\n".Length);
        features.Statistics.OptionCharacters.ShouldBe(
            "one".Length + "three".Length + "eleven here".Length
        );
    }
}
