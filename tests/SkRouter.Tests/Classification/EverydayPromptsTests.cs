using System.Globalization;
using System.Text;
using SkRouter.Classification;

namespace SkRouter.Tests.Classification;

/// <summary>What users notice first: easy things are easy in every language and however they are typed, and hard ones are hard even when short.</summary>
public sealed class EverydayPromptsTests
{
    private const double MostMoved = 0.1;

    // A fifth of the cheap model's failures is what the cheap tier of a typical role accepts.
    private const double CheapIsEnough = 0.55;

    private static readonly LearnedTaskClassifier Classifier =
        LearnedTaskClassifier.CreateShipped();

    public static TheoryData<string, string, string> Everyday()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var prompt in EverydayPrompts.Read())
        {
            data.Add(prompt.Language, prompt.Kind, prompt.Text);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Everyday))]
    public void Classify_EverydayPromptInAnyWriting_IsEasyAndDoesNotMove(
        string language,
        string kind,
        string prompt
    )
    {
        var plain = Classify(prompt);
        plain.Difficulty.ShouldBeLessThan(0.3, kind);
        foreach (var variant in Variants(language, prompt))
        {
            var profile = Classify(variant);
            profile.CheapSuffices.ShouldBeGreaterThan(CheapIsEnough, variant);
            profile.Difficulty.ShouldBe(plain.Difficulty, MostMoved, variant);
            profile.CheapSuffices.ShouldBe(plain.CheapSuffices, MostMoved, variant);
            profile.ExpectedGain.ShouldBe(plain.ExpectedGain, MostMoved, variant);
        }
    }

    [Theory]
    [InlineData("Prove that there are infinitely many primes of the form 4k + 3.")]
    [InlineData("prove sqrt 2 + sqrt 3 irrational")]
    [InlineData("Design a replicated log that stays linearizable across data centres.")]
    [InlineData("why does this lock-free queue lose items under contention")]
    [InlineData("Beweise, dass es unendlich viele Primzahlen gibt.")]
    [InlineData("证明根号二是无理数")]
    [InlineData("素数が無限に存在することを証明せよ")]
    [InlineData("Démontre que l'arrêt d'un programme est indécidable.")]
    public void Classify_ShortButHardPrompt_IsHarderThanEverydayOnes(string prompt) =>
        Classify(prompt).Difficulty.ShouldBeGreaterThan(0.45);

    [Theory]
    [InlineData("")]
    [InlineData("   \n\t")]
    [InlineData("?!")]
    [InlineData("...")]
    public void Classify_NoWords_HasNoDifficulty(string prompt)
    {
        var profile = Classify(prompt);
        profile.Difficulty.ShouldBe(0);
        profile.CheapSuffices.ShouldBeGreaterThan(CheapIsEnough);
    }

    [Theory]
    [InlineData("Which city is the letter from?")]
    [InlineData("How many names are in this text?")]
    [InlineData("Just say ok.")]
    public void Classify_TrivialQuestionAboutLongText_IsEasierThanAHardOne(string question)
    {
        foreach (var text in PastedTexts)
        {
            foreach (var join in new[] { "\n\n", "\n" })
            {
                var trivial = Classify(text + join + question);
                var hard = Classify(
                    text + join + "Prove that no other reading is consistent with every clause."
                );
                trivial.Difficulty.ShouldBeLessThan(hard.Difficulty - 0.1);
                Classify(question + join + text).Difficulty.ShouldBeLessThan(hard.Difficulty);
            }
        }
    }

    [Fact]
    public void Classify_FullWidthForms_AreReadAsPlainOnes()
    {
        var wide = string.Concat(
            "What is 2+2?".Select(c => c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : '\u3000')
        );
        Classify(wide).Difficulty.ShouldBe(Classify("What is 2+2?").Difficulty, 1e-9);
    }

    private static readonly string[] PastedTexts =
    [
        "Dear Nora, the train from Ghent was late again, so I wrote this on the platform. Piet sends his love and the recipe you asked for. The lawyers say that the consensus among the heirs rests on clause nine, which conflicts with clause four unless the codicil is void. We argued about it until midnight, and nobody could show who was right. The garden is full of plums. Yours, Ada",
        "2031-04-02 10:00:01 INFO lease acquired by node-3 epoch=41\n2031-04-02 10:00:09 WARN clock skew 8100 ms on node-2\n2031-04-02 10:00:10 INFO lease acquired by node-2 epoch=42\n2031-04-02 10:00:11 ERROR write rejected epoch=41 expected=42\n2031-04-02 10:00:12 INFO node-3 steps down",
    ];

    private static IEnumerable<string> Variants(string language, string prompt)
    {
        // Upper case of dotless and dotted i is not reversible without the language.
        var culture = CultureInfo.GetCultureInfo(language == "tr" ? "tr" : "en");
        yield return prompt;
        yield return prompt.ToUpper(culture);
        yield return prompt.ToLower(culture);
        yield return prompt.TrimEnd('?', '？', '؟', '.', ' ');
        yield return prompt + "!";
        yield return prompt.TrimEnd('?', '？', '؟', ' ') + "...";
        yield return "  \n" + prompt + " \r\n\n";
        yield return prompt.Normalize(NormalizationForm.FormD);
    }

    private static TaskProfile Classify(string task) =>
        Classifier.Classify(new TaskText { Task = task, Instructions = "" });
}
