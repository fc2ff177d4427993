using System.Globalization;
using SkRouter.Classification;
using SkRouter.Cli.Evaluation;
using SkRouter.Cli.Training;

namespace SkRouter.Cli.Tests.Training;

public sealed class ClassifierTrainerTests
{
    private static readonly string[] Easy =
    [
        "the menu",
        "opening hours",
        "a greeting",
        "a colour",
        "the weekday",
    ];
    private static readonly string[] Hard =
    [
        "a tax ruling",
        "kernel locking",
        "protein folding",
        "a merger contract",
        "type inference",
    ];
    private static readonly string[] Verbs =
    [
        "Tell",
        "Explain",
        "Describe",
        "Outline",
        "Report",
        "Discuss",
    ];

    [Fact]
    public void Train_SameRowsTwice_GivesTheSameBytes() =>
        Train(Own(60)).Write().ShouldBe(Train(Own(60)).Write());

    [Fact]
    public void Train_LearnableOutcomes_RanksHeldOutPrompts()
    {
        var rows = Own(300);
        var weights = Train(rows[..200]);

        // With one label in ten wrong, knowing which prompts are hard gives 0.7; random order gives 0.5.
        Apgr(weights, rows[200..]).ShouldBeGreaterThan(0.65);
    }

    [Fact]
    public void Train_FromShippedWithFewLabels_BeatsThemOnHeldOutTraffic()
    {
        // The shipped weights find expert work hard; this app's cheap model is a specialist that fails at chores.
        var rows = Own(600, failsAtChores: true);
        var shipped = LearnedTaskClassifier.ReadShipped();
        var own = Train(rows[..300], shipped);
        Apgr(own, rows[300..]).ShouldBeGreaterThan(Apgr(shipped, rows[300..]) + 0.1);
    }

    [Fact]
    public void Train_FromShippedWithoutCategories_KeepsTheCategories()
    {
        var shipped = LearnedTaskClassifier.ReadShipped();
        var own = Train(Own(50), shipped);
        var task = new TaskText { Task = "Write a haiku about snow.", Instructions = "" };
        new LearnedTaskClassifier(own)
            .Classify(task)
            .CategoryProbabilities.ShouldBe(
                new LearnedTaskClassifier(shipped).Classify(task).CategoryProbabilities
            );
    }

    private static ClassifierWeights Train(List<TrainingRow> rows, ClassifierWeights? from = null)
    {
        var difficulty = LearnedTaskClassifier.ReadShipped().Difficulty;
        return new ClassifierTrainer(
            new FeatureMatrix([.. rows.Select(row => row.Prompt)], new(difficulty)),
            rows,
            difficulty,
            from
        ).Train([.. Enumerable.Range(0, rows.Count)]);
    }

    private static double Apgr(ClassifierWeights weights, List<TrainingRow> rows)
    {
        var classifier = new LearnedTaskClassifier(weights);
        return RoutingCurve
            .Of(rows.Select(row => (Scorer.Score(classifier, row).Score, row.Gain)))
            .Figures()
            .Apgr;
    }

    // An app whose cheap model does chores and fails on expert work, or the other way round, with one label in ten wrong.
    private static List<TrainingRow> Own(int count, bool failsAtChores = false)
    {
        var random = new Random(11);
        var rows = new List<TrainingRow>();
        for (var i = 0; i < count; i++)
        {
            var hard = random.Next(2) == 0;
            var topics = hard ? Hard : Easy;
            var prompt =
                $"{Verbs[random.Next(Verbs.Length)]} me about {topics[random.Next(topics.Length)]}, case {random.Next(1000).ToString(CultureInfo.InvariantCulture)}.";
            var wrong = random.Next(10) == 0;
            rows.Add(
                new TrainingRow(
                    "own",
                    "own-" + i.ToString(CultureInfo.InvariantCulture),
                    "own",
                    "",
                    prompt
                )
                {
                    StrongCorrect = 1,
                    WeakCorrect = (hard != failsAtChores) != wrong ? 0 : 1,
                }
            );
        }

        return rows;
    }
}
