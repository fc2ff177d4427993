using SkRouter.Classification;

namespace SkRouter.Tests.Classification;

public sealed class TaskSummaryTests
{
    private static readonly LearnedTaskClassifier Classifier =
        LearnedTaskClassifier.CreateShipped();

    [Theory]
    [InlineData(0.02, 0.97, 8, TaskCategory.QuestionAnswering, "Short question: any model does it")]
    [InlineData(0.24, 0.8, 200, TaskCategory.Summarise, "Summary: a small model does it reliably")]
    [InlineData(0.5, 0.5, 9_000, TaskCategory.Code, "Long programming task: it takes a competent")]
    [InlineData(0.98, 0.1, 200, TaskCategory.Reasoning, "Reasoning task: it takes a frontier")]
    public void Describe_Profile_IsOneSentence(
        double difficulty,
        double suffices,
        long tokens,
        TaskCategory category,
        string start
    )
    {
        var text = new TaskProfile
        {
            Category = category,
            Difficulty = difficulty,
            CheapSuffices = suffices,
            Confidence = 1,
            EstimatedInputTokens = tokens,
            Classifier = "test",
        }.Describe();

        text.ShouldStartWith(start);
        text.ShouldEndWith(
            FormattableString.Invariant($"in about {suffices * 100:0} of 100 cases.")
        );
    }

    [Fact]
    public void Describe_CategoryIsUnlikely_DoesNotNameIt()
    {
        var probabilities = new float[9];
        probabilities[(int)TaskCategory.Translate] = 0.3f;
        new TaskProfile
        {
            Category = TaskCategory.Translate,
            CategoryProbabilities = probabilities,
            Difficulty = 0,
            CheapSuffices = 1,
            Confidence = 0.3,
            EstimatedInputTokens = 100,
            Classifier = "test",
        }
            .Describe()
            .ShouldStartWith("Task: ");
    }

    [Fact]
    public void Reasons_HardWord_IsNamedAsHarder()
    {
        var reasons = TaskReasons.Of(
            Classifier,
            "Prove that the square root of two is irrational",
            most: 3
        );

        reasons.Count.ShouldBe(3);
        reasons.ShouldContain(reason => reason.Words == "Prove" && reason.Effect > 0);
        reasons
            .Select(reason => Math.Abs(reason.Effect))
            .ShouldBe(reasons.Select(reason => Math.Abs(reason.Effect)).OrderDescending());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?!")]
    [InlineData("a b c")]
    [InlineData("\uD800\uD800")]
    public void Reasons_NothingToNameThem_AreNone(string task) =>
        TaskReasons.Of(Classifier, task, most: 3).ShouldBeEmpty();
}
