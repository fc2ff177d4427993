using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.Routing;

public sealed class AgentCallTests
{
    private readonly ScriptedModel _small = new(ScriptedStep.Answer("small"));

    private readonly ScriptedModel _big = new(
        ScriptedStep.Call("Till-Charge", ("order", "one")),
        ScriptedStep.Answer("big")
    );

    private readonly Till _till = new();

    [Theory]
    [InlineData("service", true)]
    [InlineData("service", false)]
    [InlineData("client", true)]
    [InlineData("client", false)]
    public async Task AgentCall_ServiceIdNamesTheRole_IsOnTheRecordWithTheAgentsName(
        string kind,
        bool streamed
    )
    {
        var kernel = Build(kind);
        var agent = new AgentLikeCaller(kernel, "Carla", "You write code.")
        {
            Arguments = new(Settings("coder")),
        };

        (await agent.InvokeAsync("charge one, then report", streamed)).ShouldBe("big");

        await ShouldHaveRecordsAsync(kernel, "coder", "Carla", roundTrips: 2);
        _till.Receipts.ShouldBe(["one"]);
        agent
            .Thread.Select(message => message.Role)
            .ShouldBe([
                AuthorRole.User,
                AuthorRole.Assistant,
                AuthorRole.Tool,
                AuthorRole.Assistant,
            ]);
        _big.Conversations[0][0].Text.ShouldBe("You write code.");
        _small.Requests.ShouldBe(0);
    }

    [Theory]
    [InlineData("service", true)]
    [InlineData("service", false)]
    [InlineData("client", true)]
    [InlineData("client", false)]
    public async Task AgentCall_KernelForRole_PlaysThatRoleAndCarriesTheRun(
        string kind,
        bool streamed
    )
    {
        var kernel = Build(kind);
        var own = kernel.ForRole("coder");
        own.Data[CarrierKeys.Run] = "chat-7";
        var agent = new AgentLikeCaller(own, "Carla", "You write code.")
        {
            Arguments = new(Settings(null)),
        };

        (await agent.InvokeAsync("charge one, then report", streamed)).ShouldBe("big");

        await ShouldHaveRecordsAsync(kernel, "coder", "Carla", roundTrips: 2);
        (await kernel.RecordsAsync()).ShouldAllBe(record => record.Run == "chat-7");
        kernel.Data.ShouldNotContainKey(CarrierKeys.Role);
    }

    [Theory]
    [InlineData("service", true)]
    [InlineData("service", false)]
    [InlineData("client", true)]
    [InlineData("client", false)]
    public async Task AgentCall_ToolEndsTheTurn_AsksNoModelAgain(string kind, bool streamed)
    {
        var kernel = Build(kind);
        kernel.AutoFunctionInvocationFilters.Add(new EndsTheTurn());
        var agent = new AgentLikeCaller(kernel, "Carla", "You write code.")
        {
            Arguments = new(Settings("coder")),
        };

        await agent.InvokeAsync("charge one, then report", streamed);

        _till.Receipts.ShouldBe(["one"]);
        _big.Requests.ShouldBe(1);
        agent.Thread.ShouldContain(message =>
            message.Role == AuthorRole.Tool && message.Items.OfType<FunctionResultContent>().Any()
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AgentCall_AgentIsNamedLikeARole_HasThatRole(bool streamed)
    {
        var kernel = Build("service");
        var agent = new AgentLikeCaller(kernel, "coder", "You write code.")
        {
            Arguments = new(Settings(null)),
        };

        (await agent.InvokeAsync("charge one, then report", streamed)).ShouldBe("big");

        await ShouldHaveRecordsAsync(kernel, "coder", "coder", roundTrips: 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AgentCall_NamesRoleAgentAndRunInKernelData_AreOnTheRecord(bool streamed)
    {
        var kernel = Build("service").Clone();
        kernel.Data["skrouter.role"] = "coder";
        kernel.Data["skrouter.agent"] = "Nameless";
        kernel.Data["skrouter.run"] = "run-7";
        var agent = new AgentLikeCaller(kernel, "ignored", instructions: null);

        await agent.InvokeAsync("report", streamed);

        var records = await kernel.RecordsAsync();
        records.ShouldNotBeEmpty();
        records.ShouldAllBe(record =>
            record.Role == "coder" && record.Agent == "Nameless" && record.Run == "run-7"
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AgentCall_NothingSaysARole_HasTheDefaultRole(bool streamed)
    {
        var kernel = Build("client");
        var agent = new AgentLikeCaller(kernel, "Tom", "Be brief.");

        (await agent.InvokeAsync("hello", streamed)).ShouldBe("small");

        await ShouldHaveRecordsAsync(kernel, "helper", "Tom", roundTrips: 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AgentCall_SecondTurnOfAThread_SendsCallsAndResultsOfTheFirst(bool streamed)
    {
        var kernel = Build("client");
        var agent = new AgentLikeCaller(kernel, "Carla", "You write code.")
        {
            Arguments = new(Settings("coder")),
        };

        await agent.InvokeAsync("charge one, then report", streamed);
        await agent.InvokeAsync("thanks", streamed);

        var last = _big.Conversations[^1];
        last.SelectMany(message => message.Contents)
            .OfType<Microsoft.Extensions.AI.FunctionResultContent>()
            .ShouldHaveSingleItem()
            .CallId.ShouldBe("call_Till-Charge");
        last[^1].Text.ShouldBe("thanks");
        _till.Receipts.ShouldBe(["one"]);
    }

    private Kernel Build(string kind)
    {
        var kernel = RouterKit.Kernel(
            router =>
                router
                    .Role("helper", role => role.Prefer("small"))
                    .Role("coder", role => role.Prefer("big"))
                    .DefaultRole("helper"),
            ("small", Make(kind, _small)),
            ("big", Make(kind, _big))
        );
        kernel.Plugins.AddFromObject(_till, "Till");
        return kernel;
    }

    private static object Make(string kind, ScriptedModel model) =>
        kind == "service" ? new ScriptedChatService(model) : new ScriptedChatClient(model);

    private static PromptExecutionSettings Settings(string? role) =>
        new() { ServiceId = role, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

    private static async Task ShouldHaveRecordsAsync(
        Kernel kernel,
        string role,
        string agent,
        int roundTrips
    )
    {
        var records = await kernel.RecordsAsync();
        records.Count.ShouldBe(roundTrips);
        records.ShouldAllBe(record => record.Role == role && record.Agent == agent);
        records.Sum(record => record.Usage.InputTokens).ShouldBe(100 * roundTrips);
    }

    /// <summary>As Semantic Kernel's handoff does it: whoever handed over says no more.</summary>
    private sealed class EndsTheTurn : IAutoFunctionInvocationFilter
    {
        public async Task OnAutoFunctionInvocationAsync(
            AutoFunctionInvocationContext context,
            Func<AutoFunctionInvocationContext, Task> next
        )
        {
            await next(context);
            context.Terminate = true;
        }
    }
}
