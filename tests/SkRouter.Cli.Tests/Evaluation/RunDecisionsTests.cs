using System.Text.Json;
using SkRouter.Cli.Commands;
using SkRouter.Cli.Evaluation.AgentRuns;
using SkRouter.Cli.Tests.Route;

namespace SkRouter.Cli.Tests.Evaluation;

public sealed class RunDecisionsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter-runs-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Decide_ErrorsForetellFailure_GivesUpThoseRunsAndNoOthers()
    {
        var decisions = RunDecisions.Decide(
            Runs(from: 200, count: 60),
            Runs(from: 0, count: 200),
            budget: 0.75,
            isChecked: false
        );

        decisions.Count.ShouldBe(60);
        decisions.ShouldAllBe(decision => decision.Start == "small" && decision.To == "large");
        foreach (var decision in decisions)
        {
            var fails = Fails(int.Parse(decision.Task, null));
            (decision.SwitchAt is not null).ShouldBe(fails, decision.Task);
        }
    }

    [Fact]
    public void Decide_NothingToLearnFrom_LearnsInTheOrderOfTheRuns()
    {
        var decisions = RunDecisions.Decide(Runs(0, 200), [], budget: 0.75, isChecked: false);

        decisions.Take(12).ShouldAllBe(decision => decision.SwitchAt == null);
        var late = decisions.Skip(100).ToList();
        var failing = late.Where(decision => Fails(int.Parse(decision.Task, null))).ToList();
        failing.Count(decision => decision.SwitchAt is not null).ShouldBeGreaterThan(25);
        late.Except(failing).ShouldAllBe(decision => decision.SwitchAt == null);
    }

    [Fact]
    public void Decide_LaterOutcomesDiffer_EarlierDecisionsDoNot()
    {
        var runs = Runs(0, 120);
        AgentRun[] changed =
        [
            .. runs.Take(200),
            .. runs.Skip(200).Select(run => run with { Success = 1 - run.Success }),
        ];

        RunDecisions
            .Decide(changed, [], budget: 0.75, isChecked: false)
            .Take(100)
            .ShouldBe(RunDecisions.Decide(runs, [], budget: 0.75, isChecked: false).Take(100));
    }

    [Fact]
    public void Decide_Checked_RunsEveryFailureAgainAndNothingElse() =>
        RunDecisions
            .Decide(Runs(0, 40), [], budget: 0.75, isChecked: true)
            .ShouldAllBe(decision =>
                Equals(decision.SwitchAt, "end") == Fails(int.Parse(decision.Task, null))
            );

    [Fact]
    public void Eval_RunsInFolders_WritesOneDecisionForEachTask()
    {
        Write(Runs(0, 100));
        var output = Path.Combine(_folder.FullName, "decisions.jsonl");

        var run = CommandRun.Of(
            "eval",
            "--runs",
            _folder.FullName,
            "--train",
            _folder.FullName,
            "--decisions",
            output
        );

        run.ExitCode.ShouldBe(0, run.Error);
        var lines = File.ReadAllLines(output).Select(line => JsonElement.Parse(line)).ToArray();
        lines.Length.ShouldBe(100);
        lines.ShouldContain(line => line.GetProperty("switch_at").ValueKind != JsonValueKind.Null);
        lines.ShouldAllBe(line => line.GetProperty("source").GetString() == "work");
    }

    [Fact]
    public void Read_FolderWithoutRuns_NamesTheMissingFile() =>
        Should
            .Throw<CommandException>(() => AgentRunFiles.Read(_folder))
            .Message.ShouldContain("steps.jsonl");

    [Fact]
    public void Replay_Checked_ReachesThePerfectRestart()
    {
        var runs = Runs(0, 90);

        var figures = RunReplay
            .Of(RunDecisions.Decide(runs, [], budget: 0.75, isChecked: true), runs)
            .ShouldHaveSingleItem();

        // A third of the tasks fails on the small model and is run again on the large one, which costs a hundred times as much.
        figures.Success.ShouldBe(1, 1e-9);
        figures.CostShare.ShouldBe((0.01 * 3 + 3.0 / 3) / 3, 1e-6);
        figures.RunAgain.ShouldBe(30);
        figures.Gain.ShouldBe(1 - (2.0 / 3 + (1 - 2.0 / 3) * (1.0 / 2.97)), 1e-6);
    }

    // Every third task fails on the small model, and shows it by an error of a tool.
    private static bool Fails(int task) => task % 3 == 0;

    private static AgentRun[] Runs(int from, int count) =>
        [
            .. Enumerable
                .Range(from, count)
                .SelectMany(task => new[] { Run(task, "small"), Run(task, "large") }),
        ];

    private static AgentRun Run(int task, string model)
    {
        var fails = Fails(task) && model == "small";
        var cost = model == "small" ? 0.01m : 1m;
        return new()
        {
            Source = "work",
            Task = task.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Model = model,
            Success = fails ? 0 : 1,
            CostUsd = 3 * cost,
            Steps =
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(step => new AgentStep
                    {
                        Step = step,
                        CostUsd = cost,
                        ToolCalls = step,
                        ToolErrors = fails ? step : 0,
                        LastToolFailed = fails && step > 0,
                    }),
            ],
        };
    }

    private void Write(AgentRun[] runs)
    {
        File.WriteAllLines(
            Path.Combine(_folder.FullName, "runs.jsonl"),
            runs.Select(run =>
                JsonSerializer.Serialize(
                    new
                    {
                        source = run.Source,
                        task = run.Task,
                        model = run.Model,
                        success = run.Success,
                        cost_usd = run.CostUsd,
                        run = 0,
                    }
                )
            )
        );
        File.WriteAllLines(
            Path.Combine(_folder.FullName, "steps.jsonl"),
            runs.SelectMany(run =>
                run.Steps.Select(step =>
                    JsonSerializer.Serialize(
                        new
                        {
                            source = run.Source,
                            task = run.Task,
                            model = run.Model,
                            run = 0,
                            step = step.Step,
                            cost_usd = step.CostUsd,
                            tool_calls_so_far = step.ToolCalls,
                            tool_errors_so_far = step.ToolErrors,
                            last_tool_error = step.LastToolFailed,
                        }
                    )
                )
            )
        );
    }
}
