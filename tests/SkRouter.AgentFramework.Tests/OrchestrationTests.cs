using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Agents;
using SkRouter.Pipeline;
using SkRouter.TestKit;

namespace SkRouter.AgentFramework.Tests;

/// <summary>Orchestrations of the Agent Framework whose agents call their models through the router; the preferred one fails in the middle.</summary>
public sealed class OrchestrationTests
{
    private readonly Till _till = new();
    private readonly ScriptedModel _primary;
    private readonly ScriptedModel _fallback;
    private int _requests;
    private bool _handsOff;

    public OrchestrationTests()
    {
        _fallback = new((messages, _) => Answer(messages));
        _primary = new(
            (messages, _) =>
                Interlocked.Increment(ref _requests) % 2 == 0
                    ? ScriptedStep.Throw(new IOException("cut"))
                    : Answer(messages)
        );
    }

    public static TheoryData<string, string> Orchestrations
    {
        get
        {
            var table = new TheoryData<string, string>();
            foreach (var shape in Orchestration.Shapes)
            {
                table.Add(shape, "service");
                table.Add(shape, "client");
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Orchestrations))]
    public async Task Orchestration_PrimaryFailsInTheMiddle_EveryAgentWorksOnceAndIsOnTheBooks(
        string shape,
        string kind
    )
    {
        _handsOff = shape == "handoff";
        var kernel = Kernel(kind);
        var workflow = Orchestration.Of(shape, Agent(kernel, "cashier"), Agent(kernel, "clerk"));

        var texts = await Orchestration.RunAsync(workflow);

        texts.ShouldContain("cashier is done");
        texts.ShouldContain("clerk is done");
        _till.Receipts.ShouldBe(["cashier", "clerk"], ignoreOrder: true);
        var records = await kernel.RecordsAsync();
        records.ShouldAllBe(record =>
            record.Agent == record.Role && record.Outcome == RoundTripOutcome.Answered
        );
        records
            .Select(record => record.Agent)
            .Distinct()
            .ShouldBe(["cashier", "clerk"], ignoreOrder: true);
        records.Count(record => record.FellBack).ShouldBeGreaterThan(0);
        records
            .SelectMany(record => record.Attempts)
            .Where(attempt => attempt.Usage is { Estimated: false })
            .Sum(attempt => attempt.Usage!.InputTokens)
            .ShouldBe(_primary.Sent.Input + _fallback.Sent.Input);
    }

    [Theory]
    [InlineData("service", true)]
    [InlineData("service", false)]
    [InlineData("client", true)]
    [InlineData("client", false)]
    public async Task Agent_RunByItself_SendsInstructionsAndToolsAndGetsUsageAndFinishReason(
        string kind,
        bool streamed
    )
    {
        var kernel = Kernel(kind);
        var agent = Agent(kernel, "cashier");

        var response = streamed
            ? await agent.RunStreamingAsync("go").ToAgentResponseAsync()
            : await agent.RunAsync("go");

        response.Text.ShouldEndWith("cashier is done");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response.Usage!.InputTokenCount.ShouldBe(200);
        response.Usage.OutputTokenCount.ShouldBe(20);
        var asked = _primary.Conversations.Concat(_fallback.Conversations).ToArray();
        asked.ShouldAllBe(messages =>
            messages[0].Role == ChatRole.System && messages[0].Text == "You are cashier."
        );
        var records = await kernel.RecordsAsync();
        records.Count.ShouldBe(2);
        records.Select(record => record.Run).Distinct().Count().ShouldBe(1);
        records.ShouldAllBe(record => record.Agent == "cashier" && record.Role == "cashier");
        _till.Receipts.ShouldBe(["cashier"]);
        if (kind == "client")
        {
            _primary
                .Options.Concat(_fallback.Options)
                .ShouldAllBe(options => options!.Tools!.Any(tool => tool.Name == "Charge"));
        }
    }

    private ChatClientAgent Agent(Kernel kernel, string name) =>
        new(
            kernel.Router(),
            new ChatClientAgentOptions
            {
                Name = name,
                Description = $"the {name}",
                ChatOptions = new()
                {
                    Instructions = $"You are {name}.",
                    Tools = [AIFunctionFactory.Create(_till.Charge, "Charge")],
                },
            }
        );

    /// <summary>Charges once, hands off once if that is offered, then reports.</summary>
    private ScriptedStep Answer(IReadOnlyList<ChatMessage> messages)
    {
        var name = messages[0].Text.Contains("cashier", StringComparison.Ordinal)
            ? "cashier"
            : "clerk";
        var charged = messages
            .SelectMany(message => message.Contents)
            .OfType<Microsoft.Extensions.AI.FunctionResultContent>()
            .Any(result =>
                $"{result.Result}".Contains($"charged {name}", StringComparison.Ordinal)
            );
        if (charged && name == "cashier" && _handsOff)
        {
            return ScriptedStep.Call("handoff_to_1") with { Text = "cashier is done" };
        }

        return charged
            ? ScriptedStep.Answer($"{name} is done")
            : ScriptedStep.Call("Charge", ("order", name)) with
            {
                Calls =
                [
                    new(
                        $"call_{name}",
                        "Charge",
                        new Dictionary<string, object?> { ["order"] = name }
                    ),
                ],
            };
    }

    private Kernel Kernel(string kind) =>
        RouterKit.Kernel(
            router =>
            {
                router.UseAgentFramework();
                foreach (var role in new[] { "cashier", "clerk" })
                {
                    router.Role(role, builder => builder.Prefer("primary").FallBackTo("fallback"));
                }
            },
            ("primary", Make(kind, _primary)),
            ("fallback", Make(kind, _fallback))
        );

    private static object Make(string kind, ScriptedModel model) =>
        kind == "service" ? new ScriptedChatService(model) : new ScriptedChatClient(model);
}
