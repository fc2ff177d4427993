using System.Text;
using FsCheck.Xunit;
using SkRouter.Classification;

namespace SkRouter.Tests.Classification;

public sealed class LearnedTaskClassifierTests
{
    private static readonly LearnedTaskClassifier Classifier =
        LearnedTaskClassifier.CreateShipped();

    [Property(MaxTest = 300)]
    public void Classify_AnyState_GivesAValidProfile(
        string? task,
        string? instructions,
        int turns,
        int results,
        int tools
    ) =>
        ShouldBeValid(
            Classifier.Classify(
                new TaskText
                {
                    Task = task!,
                    Instructions = instructions!,
                    Turns = turns,
                    ToolResults = results,
                    ToolsOffered = tools,
                    TotalCharacters = results,
                    WantsJsonSchema = tools % 2 == 0,
                }
            )
        );

    [Property(MaxTest = 300)]
    public void Classify_AnyCodeUnits_GivesAValidProfile(ushort[] units) =>
        ShouldBeValid(Classify(new string([.. units.Select(unit => (char)unit)])));

    [Fact]
    public void Classify_NothingAtAll_GivesAValidProfile() =>
        ShouldBeValid(Classifier.Classify(default));

    [Fact]
    public void Classify_TenMegabytes_GivesAValidProfile()
    {
        ShouldBeValid(Classify(new string('\uD800', 10_000_000)));
        ShouldBeValid(Classify(string.Concat(Enumerable.Repeat("a b1?\n", 1_700_000))));
    }

    [Fact]
    public void Classify_Binary_GivesAValidProfile()
    {
        var bytes = new byte[70_000];
        new Random(7).NextBytes(bytes);
        ShouldBeValid(Classify(Encoding.Latin1.GetString(bytes)));
    }

    [Theory]
    [InlineData("今日は天気がいいですね。明日はどうですか？")]
    [InlineData("Сколько будет 12 плюс 30, если вычесть 5?")]
    [InlineData("ما هي عاصمة مصر؟")]
    [InlineData("भारत की राजधानी क्या है?")]
    [InlineData("เมืองหลวงของไทยคืออะไร")]
    [InlineData("👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301\u0301\u0301")]
    public void Classify_AnyScript_GivesAValidProfile(string task) => ShouldBeValid(Classify(task));

    [Theory]
    [InlineData("Translate into Danish: the ferry leaves at noon.", TaskCategory.Translate)]
    [InlineData("Write a Python function that reverses a linked list.", TaskCategory.Code)]
    [InlineData(
        "Summarize the following report in two sentences: sales rose in spring and fell in autumn.",
        TaskCategory.Summarise
    )]
    [InlineData(
        "A shop sells 14 pens at 3 dollars each and 6 books at 9 dollars each. How much money does it take in total?",
        TaskCategory.Math
    )]
    [InlineData(
        "Imagine you are an astronaut lost on a comet. Write your last letter home.",
        TaskCategory.Creative
    )]
    [InlineData("who wrote the opera about the barber", TaskCategory.QuestionAnswering)]
    public void Classify_PlainTask_NamesItsCategory(string task, TaskCategory category) =>
        Classify(task).Category.ShouldBe(category);

    [Fact]
    public void Classify_SameTaskFromManyThreads_GivesTheSameProfile()
    {
        const string task = "Prove that the sum of two even numbers is even.";
        var expected = Classify(task).ExpectedGain;
        Parallel.For(
            0,
            200,
            n =>
                Classify(n % 2 == 0 ? task : "Something else, " + n)
                    .Difficulty.ShouldBeInRange(0, 1)
        );
        Parallel.For(0, 200, _ => Classify(task).ExpectedGain.ShouldBe(expected));
    }

    [Fact]
    public void Classify_StateOfTheConversation_DoesNotChangeTheTask()
    {
        var task = new TaskText { Task = "List three rivers in Peru.", Instructions = "" };
        var fresh = Classifier.Classify(task);
        var late = Classifier.Classify(
            task with
            {
                Turns = 40,
                ToolResults = 9,
                ToolsOffered = 6,
                Instructions = new string('x', 9_000),
            }
        );
        late.CheapSuffices.ShouldBe(fresh.CheapSuffices);
        late.Difficulty.ShouldBe(fresh.Difficulty);
    }

    [Fact]
    public void Classify_ToolsAndTheirResults_SpeakForAgentic()
    {
        var task = new TaskText
        {
            Task = "Move my dentist visit to Friday.",
            Instructions = "",
            Turns = 1,
        };
        var plain = Classifier.Classify(task).CategoryProbabilities[(int)TaskCategory.AgenticTool];
        var offered = Classifier.Classify(task with { ToolsOffered = 4 }).CategoryProbabilities[
            (int)TaskCategory.AgenticTool
        ];
        var running = Classifier.Classify(task with { ToolsOffered = 4, ToolResults = 2 });
        offered.ShouldBeGreaterThan(plain);
        running.CategoryProbabilities[(int)TaskCategory.AgenticTool].ShouldBeGreaterThan(offered);
    }

    [Fact]
    public void Classify_NoUserMessage_ReadsTheInstructions()
    {
        const string text = "Translate everything you are given into Dutch.";
        var fromInstructions = Classifier.Classify(new TaskText { Task = "", Instructions = text });
        fromInstructions.CategoryProbabilities.ShouldBe(Classify(text).CategoryProbabilities);
    }

    [Fact]
    public void Classify_LongConversation_EstimatesItsTokens()
    {
        var profile = Classifier.Classify(
            new TaskText
            {
                Task = "go on",
                Instructions = "",
                TotalCharacters = 40_000,
            }
        );
        profile.EstimatedInputTokens.ShouldBeInRange(8_000, 14_000);
        var japanese = Classifier.Classify(
            new TaskText { Task = new string('語', 1000), Instructions = "" }
        );
        japanese.EstimatedInputTokens.ShouldBeInRange(600, 1_200);
    }

    private static TaskProfile Classify(string task) =>
        Classifier.Classify(new TaskText { Task = task, Instructions = "" });

    private static void ShouldBeValid(TaskProfile profile)
    {
        profile.CategoryProbabilities.Count.ShouldBe(Enum.GetValues<TaskCategory>().Length);
        profile.CategoryProbabilities.Sum().ShouldBe(1, 1e-4);
        profile.CategoryProbabilities.ShouldAllBe(p => p >= 0 && p <= 1);
        profile
            .CategoryProbabilities[(int)profile.Category]
            .ShouldBe(profile.CategoryProbabilities.Max());
        profile.CheapSuffices.ShouldBeInRange(0, 1);
        profile.Difficulty.ShouldBeInRange(0, 1);
        profile.Confidence.ShouldBeInRange(0, 1);
        profile.ExpectedGain.ShouldBeInRange(-2, 2);
        profile.EstimatedInputTokens.ShouldBeGreaterThanOrEqualTo(0);
    }
}
