using SkRouter.Simulator.CommandLine;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Tests.Scripting;

public sealed class FaultShortcutTests
{
    private static readonly ModelScript[] Models =
    [
        new() { Name = "gpt" },
        new() { Name = "qwen:7b" },
    ];

    [Theory]
    [InlineData("gpt:503", "gpt", "*", FaultKind.Status, 503, null)]
    [InlineData("gpt:1-4:429/2", "gpt", "1-4", FaultKind.Status, 429, 2)]
    [InlineData("qwen:7b:every 3:reset", "qwen:7b", "every 3", FaultKind.Reset, null, null)]
    public void Parse_Shortcut_IsARule(
        string text,
        string model,
        string requests,
        FaultKind kind,
        int? status,
        int? retryAfter
    )
    {
        var (name, rule) = FaultShortcut.Parse(text, Models);

        name.ShouldBe(model);
        rule.Requests.ShouldBe(requests);
        rule.Fault.ShouldSatisfyAllConditions(
            fault => fault.Kind.ShouldBe(kind),
            fault => fault.Status.ShouldBe(status),
            fault => fault.RetryAfterSeconds.ShouldBe(retryAfter)
        );
    }

    [Fact]
    public void Parse_Values_AreMillisecondsOrShares()
    {
        FaultShortcut.Parse("gpt:slowFirstToken=500", Models).Rule.Fault.DelayMs.ShouldBe(500);
        FaultShortcut.Parse("gpt:2:cut=0.25", Models).Rule.Fault.Share.ShouldBe(0.25);
    }

    [Theory]
    [InlineData("other:503", "there are gpt")]
    [InlineData("gpt:often:503", "every 3")]
    [InlineData("gpt:explode", "missingDone")]
    [InlineData("gpt:reset=3", "takes no value")]
    [InlineData("gpt:cut=much", "not a number")]
    [InlineData("gpt:5xx", "not a whole number")]
    public void Parse_Mistake_IsExplained(string text, string hint) =>
        Should
            .Throw<SimulatorScriptException>(() => FaultShortcut.Parse(text, Models))
            .Message.ShouldContain(hint);
}
