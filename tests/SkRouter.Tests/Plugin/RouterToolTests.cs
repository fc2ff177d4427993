using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Budgets;
using SkRouter.DependencyInjection;
using SkRouter.Plugin;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.Plugin;

public sealed class RouterToolTests
{
    private readonly ScriptedModel _weak;
    private readonly ScriptedModel _strong = new(ScriptedStep.Answer("strong"));
    private readonly Kernel _kernel;
    private ScriptedStep[] _script = [ScriptedStep.Answer("weak")];
    private int _step;

    public RouterToolTests()
    {
        _weak = new((_, _) => _script[Math.Min(_step++, _script.Length - 1)]);
        _kernel = RouterKit.Kernel(
            router =>
                router
                    .Role("worker", role => role.Prefer("weak", "strong"))
                    .Role("expert", role => role.Prefer("strong"))
                    .DefaultRole("worker")
                    .Deployment("strong", strong => strong.Price(input: 10, output: 50)),
            ("weak", new ScriptedChatClient(_weak)),
            ("strong", new ScriptedChatClient(_strong))
        );
    }

    [Fact]
    public async Task ListModels_Called_NamesPricesAndStates()
    {
        _kernel.Router().Health.Drain("weak", "by hand");

        var models = JsonElement.Parse(await CallAsync("list_models"));

        models
            .EnumerateArray()
            .Select(model =>
                $"{model.GetProperty("deployment")} {model.GetProperty("outputUsd")} {model.GetProperty("state")}"
            )
            .ShouldBe(["weak 10 Drained", "strong 50 Available"]);
    }

    [Theory]
    [InlineData("kernel", true)]
    [InlineData("kernel", false)]
    [InlineData("client", true)]
    [InlineData("client", false)]
    public async Task RequestStrongerModel_WithinAToolLoop_AsksTheStrongerForTheNextRoundTrips(
        string face,
        bool streamed
    )
    {
        _script =
        [
            Call("request_stronger_model", ("reason", "too hard")),
            ScriptedStep.Answer("weak again"),
        ];

        var text = await AskAsync(face, streamed, run: "one");

        text.ShouldBe("strong");
        var records = await _kernel.RecordsAsync();
        records.Select(record => record.Deployment).ShouldBe(["weak", "strong"]);
        records[1].Notes.ShouldContain("stronger model at the agent's own request: too hard");
    }

    [Fact]
    public async Task RequestStrongerModel_NoRunIsNamed_HoldsForTheKernelsToolLoop()
    {
        _script = [Call("request_stronger_model", ("reason", "too hard"))];

        (await AskAsync("kernel", streamed: false, run: null)).ShouldBe("strong");

        (await _kernel.RecordsAsync()).Select(record => record.Run).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task RequestStrongerModel_UsedUp_IsRefusedAndEndsAfterItsRoundTrips()
    {
        using var scope = RoutingScope.Begin(agent: "worker", run: "one");
        var answers = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add(await CallAsync("request_stronger_model", ("reason", "hard")));
        }

        answers.Take(3).ShouldAllBe(answer => answer.StartsWith("Granted"));
        answers[3].ShouldStartWith("Refused");
        for (var i = 0; i < 5; i++)
        {
            await _kernel.Router().GetResponseAsync([new(ChatRole.User, "go")]);
        }

        (await _kernel.RecordsAsync())
            .Select(record => record.Deployment)
            .ShouldBe(["strong", "strong", "strong", "weak", "weak"]);
    }

    [Fact]
    public async Task RequestStrongerModel_OtherAgentOrRun_StaysWhereItWas()
    {
        using (RoutingScope.Begin(agent: "one", run: "one"))
        {
            await CallAsync("request_stronger_model", ("reason", "hard"));
        }

        foreach (var (agent, run) in new[] { ("two", "one"), ("one", "two") })
        {
            using var scope = RoutingScope.Begin(agent: agent, run: run);
            await _kernel.Router().GetResponseAsync([new(ChatRole.User, "go")]);
        }

        (await _kernel.RecordsAsync()).ShouldAllBe(record => record.Deployment == "weak");
    }

    [Theory]
    [InlineData("kernel")]
    [InlineData("client")]
    public async Task ExplainLastRoute_WithinAToolLoop_TellsOfTheAgentsOwnRoundTrip(string face)
    {
        _script = [Call("explain_last_route"), ScriptedStep.Answer("done")];

        await AskAsync(face, streamed: false, run: "one");

        var told = ToolResult();
        told.ShouldContain("Role worker, agent worker.");
        told.ShouldContain("- weak: preferred");
        told.ShouldContain("- strong:");
        told.ShouldContain("Answered by weak, cost 0.0002 USD.");
    }

    [Theory]
    [InlineData("kernel")]
    [InlineData("client")]
    public async Task SpendSoFar_WithinAToolLoop_SumsTheRunAndNothingElse(string face)
    {
        using (RoutingScope.Begin(run: "other"))
        {
            await _kernel.Router().GetResponseAsync([new(ChatRole.User, "go")]);
        }

        _step = 0;
        _script = [Call("spend_so_far"), ScriptedStep.Answer("done")];

        await AskAsync(face, streamed: false, run: "one");

        var told = JsonElement.Parse(ToolResult());
        told.GetProperty("run").GetString().ShouldBe("one");
        told.GetProperty("usd").GetString().ShouldBe("0.0002");
        told.GetProperty("agents")[0].GetProperty("agent").GetString().ShouldBe("worker");
    }

    [Fact]
    public async Task RemainingBudget_NoBudget_SaysSo() =>
        (await CallAsync("remaining_budget")).ShouldBe("No budget limits this run or your role.");

    [Theory]
    [InlineData("kernel")]
    [InlineData("client")]
    public async Task RemainingBudget_WithinAToolLoopOfARun_TellsWhatIsLeftOfRunAndRole(string face)
    {
        _kernel
            .Router()
            .Budgets.Set(new(new(BudgetScopeKind.Role, "worker"), 5, BudgetWindow.Forever));
        _kernel
            .Router()
            .Budgets.Set(new(new(BudgetScopeKind.Role, "expert"), 7, BudgetWindow.Forever));
        _script = [Call("remaining_budget"), ScriptedStep.Answer("done")];
        using var run = _kernel.Router().BeginRun("job", budgetUsd: 2);

        await AskAsync(face, streamed: false, run: run.Id, role: "worker");

        var told = JsonElement.Parse(ToolResult());
        told.GetProperty("run").GetProperty("budgetUsd").GetString().ShouldBe("2");
        told.GetProperty("run").GetProperty("spentUsd").GetString().ShouldBe("0.0002");
        var budget = told.GetProperty("budgets").EnumerateArray().ShouldHaveSingleItem();
        budget.GetProperty("budget").GetString().ShouldBe("Role 'worker'");
        budget.GetProperty("remainingUsd").GetString().ShouldBe("4.9998");
    }

    [Fact]
    public async Task DelegateToRole_KnownRole_AnswersInTheSameRun()
    {
        _script =
        [
            Call("delegate_to_role", ("role", "expert"), ("task", "prove it")),
            ScriptedStep.Answer("done"),
        ];

        await AskAsync("kernel", streamed: false, run: "one");

        ToolResult().ShouldBe("strong");
        var records = await _kernel.RecordsAsync();
        records
            .Select(record => $"{record.Role} {record.Agent} {record.Run}")
            .ShouldBe(["worker worker one", "expert expert one", "worker worker one"]);
        _strong
            .Conversations.ShouldHaveSingleItem()
            .ShouldHaveSingleItem()
            .Text.ShouldBe("prove it");
    }

    [Fact]
    public async Task DelegateToRole_UnknownRole_SaysWhichThereAre() =>
        (await CallAsync("delegate_to_role", ("role", "nobody"), ("task", "x"))).ShouldBe(
            "Error: there is no role 'nobody'. Roles: expert, worker."
        );

    [Fact]
    public async Task DelegateToRole_RolesThatDelegateInACircle_EndsTheCircle()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IRoleWorker, Delegating>();
        services.AddModel("weak", new ScriptedChatClient(_weak));
        services.AddSkRouter(router => router.Deployment("weak", weak => weak.Free()));
        await using var provider = services.BuildServiceProvider();

        var answer = await Delegating.DelegateAsync(provider.GetRequiredService<ModelRouter>());

        answer.ShouldBe("Error: this task has been handed on 3 times already. Do it yourself.");
    }

    [Fact]
    public void CreatePlugin_ForAKernel_HasTheSameFunctions()
    {
        var plugin = _kernel.Router().CreatePlugin();

        plugin.Name.ShouldBe("router");
        plugin
            .Select(function => function.Name)
            .ShouldBe(_kernel.Router().CreateTools().Select(tool => tool.Name), ignoreOrder: true);
        plugin["request_stronger_model"]
            .Metadata.Parameters.ShouldHaveSingleItem()
            .IsRequired.ShouldBeTrue();
    }

    private async Task<string> CallAsync(
        string tool,
        params (string Name, object? Value)[] arguments
    )
    {
        var function = _kernel.Router().CreateTools().Single(known => known.Name == tool);
        var result = await function.InvokeAsync(
            new(arguments.ToDictionary(argument => argument.Name, argument => argument.Value))
        );
        return $"{result}";
    }

    private async Task<string> AskAsync(
        string face,
        bool streamed,
        string? run,
        string? role = null
    )
    {
        using var scope = run is null ? null : RoutingScope.Begin(role, agent: "worker", run: run);
        var router = _kernel.Router();
        if (face == "client")
        {
            using var client = new FunctionInvokingChatClient(router);
            var options = new ChatOptions { Tools = [.. router.CreateTools()] };
            var response = streamed
                ? await client.GetStreamingResponseAsync("go", options).ToChatResponseAsync()
                : await client.GetResponseAsync("go", options);
            return response.Messages[^1].Text;
        }

        var kernel = _kernel.Clone();
        kernel.Plugins.Add(router.CreatePlugin());
        var history = new ChatHistory();
        history.AddUserMessage("go");
        var settings = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        };
        if (!streamed)
        {
            return (await router.GetChatMessageContentAsync(history, settings, kernel)).Content!;
        }

        var text = "";
        await foreach (
            var piece in router.GetStreamingChatMessageContentsAsync(history, settings, kernel)
        )
        {
            text += piece.Content;
        }

        return text;
    }

    private string ToolResult() =>
        $"{_weak.Conversations[^1].SelectMany(message => message.Contents).OfType<Microsoft.Extensions.AI.FunctionResultContent>().Last().Result}";

    private static ScriptedStep Call(
        string tool,
        params (string Name, object? Value)[] arguments
    ) => ScriptedStep.Call(tool, arguments);

    private sealed class Delegating(IServiceProvider services) : IRoleWorker
    {
        public Task<string> WorkAsync(
            string role,
            string task,
            CancellationToken cancellationToken
        ) => DelegateAsync(services.GetRequiredService<ModelRouter>());

        public static async Task<string> DelegateAsync(ModelRouter router)
        {
            var tool = router.CreateTools().Single(known => known.Name == "delegate_to_role");
            var result = await tool.InvokeAsync(
                new(new Dictionary<string, object?> { ["role"] = "default", ["task"] = "x" })
            );
            return $"{result}";
        }
    }
}
