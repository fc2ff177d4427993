using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.Agents;
using SkRouter.Pipeline;
using SkRouter.Plugin;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Runs;
using SkRouter.TestKit;

namespace SkRouter.AgentFramework.Tests.Teams;

public sealed class TeamTests : IDisposable
{
    private static readonly Dictionary<string, string[]> Shapes = new()
    {
        ["members: [cashier, clerk, auditor]\nshape: sequential"] = ["cashier", "clerk", "auditor"],
        ["members: [cashier, clerk]\nshape: concurrent"] = ["cashier", "clerk"],
        ["members: [cashier, clerk]\nshape: handoff"] = ["cashier", "clerk"],
        ["members: [cashier, clerk]\nshape: handoff\nhandoffs: {cashier: [clerk]}"] =
        [
            "cashier",
            "clerk",
        ],
        ["members: [cashier, clerk]\nshape: group-chat\nlimits: {rounds: 2}"] =
        [
            "cashier",
            "clerk",
        ],
        ["members: [cashier, clerk, auditor]\nshape: review-loop"] =
        [
            "cashier",
            "clerk",
            "auditor",
        ],
        ["members: [cashier, clerk, auditor]\nshape: planner-executor"] =
        [
            "cashier",
            "clerk",
            "auditor",
        ],
        ["members: [pair, auditor]\nshape: sequential"] = ["cashier", "clerk", "auditor"],
        ["members: [pair, auditor]\nshape: concurrent"] = ["cashier", "clerk", "auditor"],
        ["members: [pair, auditor]\nshape: group-chat\nlimits: {rounds: 1}"] =
        [
            "cashier",
            "clerk",
            "auditor",
        ],
        ["members: [pair, auditor]\nshape: review-loop"] = ["cashier", "clerk", "auditor"],
        ["members: [auditor, pair]\nshape: planner-executor"] = ["auditor", "cashier", "clerk"],
    };

    private readonly Till _till = new();
    private readonly ScriptedModel _primary;
    private readonly ScriptedModel _fallback;
    private TeamFolder? _folder;
    private int _requests;

    public TeamTests()
    {
        _fallback = ScriptedModel.Reading(Staff.Answer);
        _primary = ScriptedModel.Reading(
            (messages, options) =>
                Interlocked.Increment(ref _requests) % 2 == 0
                    ? ScriptedStep.Throw(new IOException("cut"))
                    : Staff.Answer(messages, options)
        );
    }

    public static TheoryData<string, string, bool> Teams
    {
        get
        {
            var table = new TheoryData<string, string, bool>();
            foreach (var shape in Shapes.Keys)
            {
                foreach (var kind in new[] { "service", "client" })
                {
                    table.Add(shape, kind, true);
                    table.Add(shape, kind, false);
                }
            }

            return table;
        }
    }

    public void Dispose() => _folder?.Dispose();

    [Theory]
    [MemberData(nameof(Teams))]
    public async Task CreateTeam_PrimaryFailsInTheMiddle_CompletesWithToolsOnceAndEqualBooks(
        string shape,
        string kind,
        bool streamed
    )
    {
        var kernel = Kernel(shape, kind);
        var team = kernel.Router().CreateTeam("desk");
        var session = await team.CreateSessionAsync();

        var response = streamed
            ? await team.RunStreamingAsync("go", session).ToAgentResponseAsync()
            : await team.RunAsync("go", session);

        var members = Shapes[shape];
        response.Messages.ShouldNotBeEmpty();
        response.Text.ShouldContain("is done");
        _till.Receipts.ShouldBe(members, ignoreOrder: true);
        var records = await kernel.RecordsAsync();
        records.ShouldAllBe(record =>
            record.Agent == record.Role && record.Outcome == RoundTripOutcome.Answered
        );
        records.Select(record => record.Agent).Distinct().ShouldBe(members, ignoreOrder: true);
        records.Select(record => record.Run).Distinct().Count().ShouldBe(1);
        records.Count(record => record.FellBack).ShouldBeGreaterThan(0);
        records
            .SelectMany(record => record.Attempts)
            .Where(attempt => attempt.Usage is { Estimated: false })
            .Sum(attempt => attempt.Usage!.InputTokens)
            .ShouldBe(_primary.Sent.Input + _fallback.Sent.Input);
    }

    [Fact]
    public async Task CreateTeam_ReviewerSendsBackOnce_AuthorWorksTwice()
    {
        var kernel = Kernel("members: [cashier, clerk, auditor]\nshape: review-loop", "client");

        var response = await kernel.Router().CreateTeam("desk").RunAsync("go");

        response
            .Messages.Where(message => message.Text.Contains("is done", StringComparison.Ordinal))
            .Select(message => message.AuthorName)
            .ShouldBe(["cashier", "clerk", "auditor", "clerk", "auditor"]);
    }

    [Theory]
    [InlineData("service", true)]
    [InlineData("service", false)]
    [InlineData("client", true)]
    [InlineData("client", false)]
    public async Task RunGraph_OfATeamsRecords_ShowsAgentsToolsAndHandovers(
        string kind,
        bool streamed
    )
    {
        var kernel = Kernel("members: [cashier, clerk, auditor]\nshape: sequential", kind);
        var team = kernel.Router().CreateTeam("desk");

        await (
            streamed ? team.RunStreamingAsync("go").ToAgentResponseAsync() : team.RunAsync("go")
        );

        var graph = RunGraph.Of(await kernel.RecordsAsync());
        graph.Agents.Select(agent => agent.Name).ShouldBe(["cashier", "clerk", "auditor"]);
        graph.Agents.ShouldAllBe(agent => agent.Tools.Single().Value == 1);
        graph.Agents.ShouldAllBe(agent =>
            agent.Tools.Single().Key.EndsWith("Charge", StringComparison.Ordinal)
        );
        graph
            .Handovers.Select(way => (way.From?.Agent, way.To.Agent))
            .ShouldBe([(null, "cashier"), ("cashier", "clerk"), ("clerk", "auditor")]);
    }

    [Fact]
    public async Task CreateTeam_SecondQuestionOfASession_SeesTheFirst()
    {
        var kernel = Kernel("members: [cashier]\nshape: sequential", "client");
        var team = kernel.Router().CreateTeam("desk");
        var session = await team.CreateSessionAsync();

        await team.RunAsync("first question", session);
        var restored = await team.DeserializeSessionAsync(
            await team.SerializeSessionAsync(session)
        );
        await team.RunAsync("second question", restored);

        var asked = _primary
            .Conversations.Concat(_fallback.Conversations)
            .Where(messages => messages[^1].Text == "second question");
        asked.ShouldNotBeEmpty();
        asked.ShouldAllBe(messages =>
            messages.Any(message => message.Text == "first question")
            && messages.Any(message => message.Text == "cashier is done")
        );
        (await kernel.RecordsAsync()).Select(record => record.Run).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task CreateTeam_ScopeNamesTheRun_IsTheRunOfAllMembers()
    {
        var kernel = Kernel("members: [pair, auditor]\nshape: sequential", "client");
        using var scope = RoutingScope.Begin(run: "run-7");

        await kernel.Router().CreateTeam("desk").RunAsync("go");

        (await kernel.RecordsAsync()).ShouldAllBe(record => record.Run == "run-7");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CreateTeam_EveryModelFails_ThrowsWhatTheMemberThrew(bool streamed)
    {
        var kernel = Kernel(
            "members: [pair, auditor]\nshape: sequential",
            "client",
            new(ScriptedStep.Throw(new IOException("cut")))
        );
        var team = kernel.Router().CreateTeam("desk");

        var exception = await Should.ThrowAsync<RouterException>(() =>
            streamed ? team.RunStreamingAsync("go").ToAgentResponseAsync() : team.RunAsync("go")
        );

        exception.Code.ShouldBe(RouterErrorCode.AllCandidatesFailed);
    }

    [Fact]
    public async Task CreateTeam_MembersHandOverForEver_EndsWithATypedError()
    {
        var model = new ScriptedModel((_, _) => ScriptedStep.Call("handoff_to_1"));
        var kernel = Kernel(
            "members: [cashier, clerk]\nshape: handoff\nlimits: {rounds: 2}",
            "client",
            model
        );

        var exception = await Should.ThrowAsync<RouterException>(() =>
            kernel.Router().CreateTeam("desk").RunAsync("go")
        );

        exception.Code.ShouldBe(RouterErrorCode.TeamLimitReached);
        exception.Message.ShouldContain("desk.yaml(1,1)");
        model.Requests.ShouldBeLessThanOrEqualTo(4);
    }

    [Fact]
    public async Task CreateTeam_PlannerNeverAnswers_IsToldWhenItsTasksAreUsedUp()
    {
        var told = 0;
        var model = ScriptedModel.Reading(
            (messages, options) =>
            {
                if (options!.Tools!.All(tool => tool.Name != "ask_clerk"))
                {
                    return ScriptedStep.Answer("done");
                }

                var results = messages
                    .SelectMany(message => message.Contents)
                    .OfType<Microsoft.Extensions.AI.FunctionResultContent>();
                if (
                    results.Any(result =>
                        $"{result.Result}".Contains("no more tasks", StringComparison.Ordinal)
                    )
                )
                {
                    told++;
                    return ScriptedStep.Answer("well then");
                }

                return ScriptedStep.Call("ask_clerk", ("task", "again"));
            }
        );
        var kernel = Kernel(
            "members: [cashier, clerk]\nshape: planner-executor\nlimits: {rounds: 3}",
            "client",
            model
        );

        var response = await kernel.Router().CreateTeam("desk").RunAsync("go");

        response.Text.ShouldBe("well then");
        told.ShouldBe(1);
        (await kernel.RecordsAsync()).Count(record => record.Agent == "clerk").ShouldBe(3);
    }

    [Fact]
    public async Task CreateAgent_RoleOfAFile_CarriesRoleAgentAndASessionsRun()
    {
        var kernel = Kernel("members: [cashier]\nshape: sequential", "client");
        var agent = kernel.Router().CreateAgent("cashier");
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("go", session);
        await agent.RunAsync("go on", session);

        _till.Receipts.ShouldBe(["cashier"]);
        var records = await kernel.RecordsAsync();
        records.ShouldAllBe(record => record.Role == "cashier" && record.Agent == "cashier");
        records.Select(record => record.Run).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task CreateAgent_RoleOfCode_HasItsRoutingAndName()
    {
        var kernel = Kernel("members: [cashier]\nshape: sequential", "client");

        var agent = kernel.Router().CreateAgent("plain");

        agent.Name.ShouldBe("plain");
        await Should.NotThrowAsync(() => agent.RunAsync("You are clerk."));
        (await kernel.RecordsAsync())[0].Role.ShouldBe("plain");
    }

    [Fact]
    public async Task DelegateToRole_RoleOfAFile_WorksWithItsInstructionsAndTools()
    {
        var kernel = Kernel("members: [cashier]\nshape: sequential", "client");
        using var scope = RoutingScope.Begin(run: "one");
        var tool = kernel.Router().CreateTools().Single(known => known.Name == "delegate_to_role");

        var answer = await tool.InvokeAsync(
            new(new Dictionary<string, object?> { ["role"] = "clerk", ["task"] = "charge" })
        );

        $"{answer}".ShouldBe("clerk is done");
        _till.Receipts.ShouldBe(["clerk"]);
        (await kernel.RecordsAsync()).ShouldAllBe(record =>
            record.Agent == "clerk" && record.Run == "one"
        );
    }

    [Fact]
    public void Create_NameIsUnknown_SaysWhichThereAre()
    {
        var router = Kernel("members: [cashier]\nshape: sequential", "client").Router();

        Should
            .Throw<ArgumentException>(() => router.CreateTeam("desc"))
            .Message.ShouldContain("Teams: desk, pair");
        Should
            .Throw<ArgumentException>(() => router.CreateAgent("cashir"))
            .Message.ShouldContain("cashier");
    }

    [Fact]
    public void CreateTeam_ToolIsNotOffered_SaysSoAtOnce()
    {
        var kernel = Kernel(
            "members: [cashier, quiet]\nshape: sequential",
            "client",
            tool: "Chargé"
        );

        Should
            .Throw<InvalidOperationException>(() => kernel.Router().CreateTeam("desk"))
            .Message.ShouldContain("Charge");
    }

    private Kernel Kernel(
        string team,
        string kind,
        ScriptedModel? only = null,
        string tool = "Charge"
    )
    {
        _folder = TeamFolder.Of(
            team,
            "kind: team\nname: pair\nmembers: [cashier, clerk]\nshape: sequential\n",
            "kind: role\nname: quiet\ninstructions: x\nrouting: {prefer: [primary]}\n"
        );
        return RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<AITool>(AIFunctionFactory.Create(_till.Charge, tool));
                router.AddAgentRoles(_folder.Path).Role("plain", role => role.Prefer("fallback"));
            },
            ("primary", Make(kind, only ?? _primary)),
            ("fallback", Make(kind, only ?? _fallback))
        );
    }

    private static object Make(string kind, ScriptedModel model) =>
        kind == "service" ? new ScriptedChatService(model) : new ScriptedChatClient(model);
}
