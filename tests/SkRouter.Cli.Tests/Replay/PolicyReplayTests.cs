using System.Text.Json;
using System.Xml.Linq;
using SkRouter.Cli.Tests.Route;

namespace SkRouter.Cli.Tests.Replay;

public sealed class PolicyReplayTests
{
    // 100 tokens out for each, and input costs nothing, so that no estimate of it matters.
    private const string Outcomes = """
        {"id": "1", "prompt": "abc", "scores": {"cheap": 1, "strong": 1}}
        {"id": "2", "prompt": "a", "scores": {"cheap": 0, "strong": 1}}

        {"id": "3", "prompt": "c", "scores": {"cheap": 0, "strong": 0}, "contaminated": true}
        """;

    private static readonly string[] Prices = ["--price", "cheap=0/1", "--price", "strong=0/10"];

    [Fact]
    public void Replay_Cascade_EscalatesWhatFailedAndBillsBoth()
    {
        var report = Report("Cascade");

        var policy = report.GetProperty("lines")[0];
        policy.GetProperty("score").GetDouble().ShouldBe(1);
        policy.GetProperty("costUsd").GetDecimal().ShouldBe((100m + 100m + 1_000m) / 1_000_000);
        policy.GetProperty("strongShare").GetDouble().ShouldBe(0.5);
    }

    [Fact]
    public void Replay_AnyPolicy_ComparesWithTheOtherWaysToChoose()
    {
        var lines = Report("CheapestAdequate(0.01)")
            .GetProperty("lines")
            .EnumerateArray()
            .ToArray();

        Line(lines[0]).ShouldBe(("CheapestAdequate(0.01)", 0.5, 0.000200m));
        Line(lines[1]).ShouldBe(("always cheap (cheap)", 0.5, 0.000200m));
        Line(lines[2]).ShouldBe(("always strong (strong)", 1, 0.002000m));
        Line(lines[3]).ShouldBe(("random, same shares", 0.5, 0.000200m));
        Line(lines[4]).ShouldBe(("oracle (cheapest of the best)", 1, 0.001100m));
    }

    [Fact]
    public void Replay_Prefer_AlwaysTakesTheCheapest() =>
        Report("Prefer").GetProperty("shares").GetProperty("cheap").GetDouble().ShouldBe(1);

    [Fact]
    public void Replay_PolicyPicksByChance_RandomWithItsSharesIsTheMixture()
    {
        var report = Report("Cascade");

        // Half of the prompts went to each model: random scores the mean of 0.5 and 1, whatever the policy scored.
        report.GetProperty("lines")[3].GetProperty("score").GetDouble().ShouldBe(0.75);
        report.GetProperty("gainOverRandom").GetDouble().ShouldBe(0.25, 1e-12);
    }

    [Fact]
    public void Replay_Learning_MovesToTheModelThatDoesTheTask()
    {
        using var file = new TemporaryFile(
            string.Join(
                '\n',
                Enumerable.Repeat("""{"prompt": "abc", "scores": {"cheap": 0, "strong": 1}}""", 200)
            )
        );

        double StrongShare(params string[] more) =>
            Run(file, "CheapestAdequate(0.3)", [.. more, "--json"])
                .Json()
                .GetProperty("lines")[0]
                .GetProperty("strongShare")
                .GetDouble();

        StrongShare().ShouldBe(0);
        StrongShare("--learn").ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void Replay_Text_StatesWhatIsAssumedAndLeftOut()
    {
        using var file = new TemporaryFile(
            """
            {"prompt": "abc", "scores": {"cheap": 1, "strong": 1, "other": 1}}
            {"prompt": "a", "scores": {"cheap": 0}}
            """
        );

        var run = Run(file, "Cascade");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("Assumed: 100 output tokens");
        run.Output.ShouldContain("Left out: 1 prompts");
        run.Output.ShouldContain("want of a price: other");
        run.Output.ShouldNotContain("\u001b");
    }

    [Fact]
    public void Replay_StrongAndWeakRows_AreTwoModels()
    {
        using var file = new TemporaryFile(
            """{"prompt": "abc", "strong_correct": 1, "weak_correct": 0}"""
        );

        var report = CommandRun
            .Of(
                "eval",
                "--policy",
                "Cascade",
                "--data",
                file.Name,
                "--price",
                "strong=10/30",
                "--price",
                "weak=1/1",
                "--json"
            )
            .Json();

        report.GetProperty("lines")[0].GetProperty("score").GetDouble().ShouldBe(1);
        report.GetProperty("models")[0].GetProperty("name").GetString().ShouldBe("weak");
    }

    [Fact]
    public void Replay_PricesFromConfiguration_AreUsed()
    {
        using var config = new TemporaryFile(
            """
            {
              "SkRouter": {
                "Deployments": {
                  "east": { "Model": "cheap", "Price": { "Input": 0, "Output": 1 } },
                  "strong": { "Price": { "Input": 0, "Output": 10 } }
                }
              }
            }
            """
        );
        using var file = new TemporaryFile(Outcomes);

        var run = CommandRun.Of(
            "eval",
            "--policy",
            "Prefer",
            "--data",
            file.Name,
            "--config",
            config.Name,
            "--output-tokens",
            "100",
            "--json"
        );

        Line(run.Json().GetProperty("lines")[2]).ShouldBe(("always strong (strong)", 1, 0.002000m));
    }

    [Fact]
    public void Replay_Picture_IsAnSvgWithAMarkForEveryLine()
    {
        using var file = new TemporaryFile(Outcomes);
        using var picture = new TemporaryFile("");

        var run = Run(file, "Cascade", "--picture", picture.Name, "--json");

        run.Json().GetProperty("prompts").GetInt32().ShouldBe(2);
        var svg = XDocument.Load(picture.Name).Root!;
        svg.Name.LocalName.ShouldBe("svg");
        // One in the plot and one in the legend for each.
        svg.Elements().Count(element => element.Name.LocalName == "circle").ShouldBe(10);
        svg.Value.ShouldContain("oracle (cheapest of the best): 1.000");
    }

    [Theory]
    [InlineData("{\"prompt\": \"a\", \"scores\": {\"cheap\": 1}}\n{oops", "line 2: it is no JSON")]
    [InlineData("{\"prompt\": \"a\", \"scores\": {\"cheap\": 7}}", "line 1: 'scores.cheap' is 7")]
    [InlineData(
        "{\"prompt\": \"a\", \"scores\": {\"cheap\": \"x\"}}",
        "line 1: 'scores.cheap' is \"x\""
    )]
    [InlineData("{\"scores\": {\"cheap\": 1}}", "line 1: 'prompt' is missing")]
    [InlineData("{\"prompt\": \"a\"}", "line 1: it has neither")]
    [InlineData("[1]", "line 1: it is no JSON object")]
    [InlineData("\n", "holds no outcomes")]
    public void Replay_WrongLine_IsNamed(string text, string expected)
    {
        using var file = new TemporaryFile(text);

        var run = Run(file, "Cascade");

        run.ExitCode.ShouldNotBe(0);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(file.Name);
        run.Error.ShouldContain(expected);
    }

    [Theory]
    [InlineData("Nonsense", "--policy: there is no policy 'Nonsense'; policies: Cascade,")]
    [InlineData("CheapestAdequate(3)", "between 0 and 1")]
    public void Replay_WrongPolicy_SaysWhatThereIs(string policy, string expected)
    {
        using var file = new TemporaryFile(Outcomes);

        var run = Run(file, policy);

        run.ExitCode.ShouldNotBe(0);
        run.Error.ShouldContain(expected);
    }

    [Theory]
    [InlineData("cheap=1", "model=IN/OUT")]
    [InlineData("cheap=-1/1", "model=IN/OUT")]
    [InlineData("nobody=1/1", "They have: cheap, strong")]
    [InlineData("cheap=1/1", "prices of at least two")]
    public void Replay_WrongPrice_SaysWhatToDo(string price, string expected)
    {
        using var file = new TemporaryFile(Outcomes);

        var run = CommandRun.Of(
            "eval",
            "--policy",
            "Cascade",
            "--data",
            file.Name,
            "--price",
            price
        );

        run.ExitCode.ShouldNotBe(0);
        run.Error.ShouldContain(expected);
    }

    [Theory]
    [InlineData("--folds", "5")]
    [InlineData("--leave-subject-out")]
    [InlineData("--scores", "scores.jsonl")]
    public void Replay_OptionOfTheOtherEvaluation_IsRefused(params string[] more)
    {
        using var file = new TemporaryFile(Outcomes);

        var run = Run(file, "Cascade", more);

        run.ExitCode.ShouldNotBe(0);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain($"{more[0]} does not go with --policy");
    }

    [RoutingDataTheory]
    [InlineData("mmlu.jsonl", 6_371)]
    [InlineData("gsm8k.jsonl", 623)]
    public void Replay_RecordedBenchmark_OrderOfTheBaselinesHolds(string name, int prompts)
    {
        var report = CommandRun
            .Of(
                "eval",
                "--policy",
                "Cascade",
                "--data",
                Path.Combine(RoutingData.Folder!, name),
                "--price",
                "strong=10/30",
                "--price",
                "weak=0.6/0.6",
                "--json"
            )
            .Json();

        report.GetProperty("prompts").GetInt32().ShouldBe(prompts);
        var scores = report
            .GetProperty("lines")
            .EnumerateArray()
            .Select(line => line.GetProperty("score").GetDouble())
            .ToArray();
        scores[1].ShouldBeLessThan(scores[3]);
        scores[3].ShouldBeLessThan(scores[2]);
        // With a check that is never wrong, a cascade of two is as good as the oracle, and dearer.
        scores[0].ShouldBe(scores[4], 1e-12);
        Line(report.GetProperty("lines")[0])
            .Cost.ShouldBeGreaterThan(Line(report.GetProperty("lines")[4]).Cost);
    }

    private static JsonElement Report(string policy)
    {
        using var file = new TemporaryFile(Outcomes);
        return Run(file, policy, "--json").Json();
    }

    private static CommandRun Run(TemporaryFile file, string policy, params string[] more) =>
        CommandRun.Of([
            "eval",
            "--policy",
            policy,
            "--data",
            file.Name,
            "--output-tokens",
            "100",
            .. Prices,
            .. more,
        ]);

    private static (string Name, double Score, decimal Cost) Line(JsonElement line) =>
        (
            line.GetProperty("name").GetString()!,
            line.GetProperty("score").GetDouble(),
            line.GetProperty("costUsd").GetDecimal()
        );
}
