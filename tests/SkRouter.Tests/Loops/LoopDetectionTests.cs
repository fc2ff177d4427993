using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SkRouter.Loops;

namespace SkRouter.Tests.Loops;

public sealed class LoopDetectionTests
{
    private static readonly string[] Faces = ["kernel", "client"];

    public static TheoryData<string, string> Bad => Table(Circles.All.Keys);

    public static TheoryData<string, string> Good => Table(Repetitions.All.Keys);

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Ladder_ConversationGoesInCircles_TakesEachStepWhenItIsDue(
        string name,
        string face
    )
    {
        var (script, steps) = Circles.All[name];

        (await new LoopKit().StepsAsync(script, face)).ShouldBe(steps);
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Ladder_RepetitionIsLegitimate_TakesNoStep(string name, string face)
    {
        var steps = await new LoopKit().StepsAsync(Repetitions.All[name], face);

        steps.ShouldBe(new string('-', steps.Length));
        steps.Length.ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData("client")]
    [InlineData("kernel")]
    public async Task Ladder_ArgumentsThatDoNotMatterDiffer_SeesTheCircle(string face)
    {
        const string Script = """
            user: find it
            call: search {"q":"x","request":"1"} -> nothing
            call: search {"q":"x","request":"2"} -> nothing
            call: search {"q":"x","request":"3"} -> nothing
            """;
        var ignoring = new LoopKit(role =>
            role.Options.Loops.Tools["search"] = new() { IgnoreArguments = { "request" } }
        );

        (await ignoring.StepsAsync(Script, face)).ShouldBe("--OS");
        (await new LoopKit().StepsAsync(Script, face)).ShouldBe("----");
    }

    [Fact]
    public async Task Ladder_ToolIsExempt_TakesNoStep()
    {
        var kit = new LoopKit(role => role.Options.Loops.Tools["search"] = new() { Exempt = true });

        var steps = await kit.StepsAsync(Circles.All["same call, same result"].Script, "client");

        steps.ShouldBe("-------");
    }

    [Fact]
    public async Task Ladder_OwnKey_GoesByIt()
    {
        const string Script = """
            user: find it
            call: search {"q":"red shoes"} -> nothing
            call: search {"q":"shoes red"} -> nothing
            call: search {"q":"RED shoes"} -> nothing
            """;
        var kit = new LoopKit(router: router =>
            router.SameToolCall(
                "search",
                arguments =>
                    string.Join(
                        ' ',
                        $"{arguments["q"]}"
                            .ToUpperInvariant()
                            .Split(' ')
                            .Order(StringComparer.Ordinal)
                    )
            )
        );

        (await kit.StepsAsync(Script, "client")).ShouldBe("--OS");
    }

    [Property(MaxTest = 300)]
    public async Task Ladder_AnyConversation_TakesNoStepBeforeItsCount(NonEmptyArray<byte> draws)
    {
        // Three tools with two arguments and two results each: circles are likely, and so is news.
        var lines = draws.Get.Select(draw =>
            FormattableString.Invariant(
                $"call: tool{draw % 3} {{\"n\":{draw / 3 % 2}}} -> result {draw / 6 % 2}"
            )
        );
        var script = "user: go\n" + string.Join('\n', lines);
        var most = lines.GroupBy(line => line).Max(same => same.Count());

        var steps = await new LoopKit().StepsAsync(script, "client");

        var allowed = LoopRules.Of(new() { UpTo = LoopStep.Stop }, new()).StepAt(Math.Max(1, most));
        steps
            .Max(letter => "-OSEB!".IndexOf(letter, StringComparison.Ordinal))
            .ShouldBeLessThanOrEqualTo((int)allowed);
    }

    private static TheoryData<string, string> Table(IEnumerable<string> names)
    {
        var table = new TheoryData<string, string>();
        foreach (var name in names)
        {
            foreach (var face in Faces)
            {
                table.Add(name, face);
            }
        }

        return table;
    }
}
