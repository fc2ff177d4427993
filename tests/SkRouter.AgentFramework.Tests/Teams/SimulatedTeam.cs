using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using OpenAI;
using SkRouter.Agents;
using SkRouter.DependencyInjection;
using SkRouter.Pipeline;
using SkRouter.Simulator;
using SkRouter.Simulator.Scripting;
using SkRouter.TestKit;

namespace SkRouter.AgentFramework.Tests.Teams;

/// <summary>Teams of every shape over HTTP with OpenAI's own client, while the preferred provider fails in every way.</summary>
public abstract class SimulatedTeam : IDisposable
{
    private static readonly Dictionary<string, (string Team, string[] Members)> Shapes = new()
    {
        ["sequential"] = ("members: [cashier, clerk]\nshape: sequential", ["cashier", "clerk"]),
        ["concurrent"] = ("members: [cashier, clerk]\nshape: concurrent", ["cashier", "clerk"]),
        ["handoff"] = ("members: [cashier, clerk]\nshape: handoff", ["cashier", "clerk"]),
        ["group chat"] = (
            "members: [cashier, clerk]\nshape: group-chat\nlimits: {rounds: 2}",
            ["cashier", "clerk"]
        ),
        ["review loop"] = (
            "members: [cashier, clerk, auditor]\nshape: review-loop",
            ["cashier", "clerk", "auditor"]
        ),
        ["planner-executor over a team"] = (
            "members: [auditor, pair]\nshape: planner-executor",
            ["auditor", "cashier", "clerk"]
        ),
        ["concurrent in sequential"] = (
            "members: [both, auditor]\nshape: sequential",
            ["cashier", "clerk", "auditor"]
        ),
        ["sequential in concurrent"] = (
            "members: [pair, auditor]\nshape: concurrent",
            ["cashier", "clerk", "auditor"]
        ),
        ["concurrent in group chat"] = (
            "members: [both, auditor]\nshape: group-chat\nlimits: {rounds: 1}",
            ["cashier", "clerk", "auditor"]
        ),
        ["sequential in handoff in sequential"] = (
            "members: [relay, auditor]\nshape: sequential",
            ["cashier", "clerk", "auditor"]
        ),
    };

    private readonly Till _till = new();
    private TeamFolder? _folder;

    protected static IEnumerable<string> ShapeNames => Shapes.Keys;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _folder?.Dispose();

    /// <summary>A team of providers that do not fail.</summary>
    protected static async Task AskHealthyAsync()
    {
        await using var simulator = await SimulatorServer.StartAsync(script =>
            script.Model("primary", model => SimulatedStaff.Of(model))
        );
        using var warm = new Warm();
        var kernel = warm.Kernel(
            Shapes["sequential"].Team,
            Routing(FaultKind.Status, streamed: false),
            simulator.Endpoint,
            patience: null
        );
        var team = kernel.Router().CreateTeam("desk");
        await team.RunStreamingAsync("go").ToAgentResponseAsync();
        await team.RunAsync("go");
    }

    /// <summary>A second question in the same session: what the first one left behind must be a conversation that a provider takes.</summary>
    protected async Task AnswersAgainAsync(string shape, bool streamed)
    {
        await using var simulator = await SimulatorServer.StartAsync(script =>
            script.Model("primary", model => SimulatedStaff.Of(model))
        );
        var kernel = Kernel(
            Shapes[shape].Team,
            Routing(FaultKind.Status, streamed),
            simulator.Endpoint,
            patience: null
        );
        var team = kernel.Router().CreateTeam("desk");
        var session = await team.CreateSessionAsync();
        for (var i = 0; i < 2; i++)
        {
            var response = streamed
                ? await team.RunStreamingAsync("go", session).ToAgentResponseAsync()
                : await team.RunAsync("go", session);
            response.Messages[^1].Text.ShouldContain("is done");
        }

        _till.Receipts.Distinct().ShouldBe(Shapes[shape].Members, ignoreOrder: true);
        var records = await kernel.RecordsAsync();
        records.Select(record => record.Run).Distinct().Count().ShouldBe(1);
    }

    /// <param name="shape">The team.</param>
    /// <param name="fault">How the preferred provider fails, and on which of its requests.</param>
    /// <param name="streamed">Whether the team is asked for a stream.</param>
    /// <param name="patience">How long the preferred provider may be silent; null for as long as by default.</param>
    protected async Task CompletesAsync(
        string shape,
        FaultRule fault,
        bool streamed,
        TimeSpan? patience = null
    )
    {
        await using var simulator = await SimulatorServer.StartAsync(script =>
            script
                .Model("primary", model => SimulatedStaff.Of(model.Fault(fault)))
                .Model("fallback", model => SimulatedStaff.Of(model))
        );
        var kernel = Kernel(
            Shapes[shape].Team,
            Routing(fault.Fault.Kind, streamed),
            simulator.Endpoint,
            patience
        );
        var team = kernel.Router().CreateTeam("desk");

        var response = streamed
            ? await team.RunStreamingAsync("go").ToAgentResponseAsync()
            : await team.RunAsync("go");

        response.Messages[^1].Text.ShouldContain("is done");
        _till.Receipts.ShouldBe(Shapes[shape].Members, ignoreOrder: true);
        var records = await kernel.RecordsAsync();
        records.ShouldAllBe(record => record.Outcome == RoundTripOutcome.Answered);
        records.Select(record => record.Run).Distinct().Count().ShouldBe(1);
        var attempts = records.SelectMany(record => record.Attempts).ToList();
        attempts.ShouldContain(attempt => attempt.FailureKind != null);
        var known = attempts
            .Where(attempt => attempt.Usage is { Estimated: false })
            .Select(attempt => attempt.Usage!)
            .ToList();
        (known.Sum(usage => usage.InputTokens), known.Sum(usage => usage.OutputTokens)).ShouldBe(
            (simulator.UsageSent.PromptTokens, simulator.UsageSent.CompletionTokens)
        );
    }

    /// <summary>What breaks off in the middle goes on elsewhere unseen only if it is held until it is whole, or if nobody sees it come.</summary>
    private static string Routing(FaultKind fault, bool streamed) =>
        streamed && fault is (FaultKind.Cut or FaultKind.Stall or FaultKind.BadToolArguments)
            ? "{prefer: [primary], fallBackTo: [fallback], commitOn: completion}"
            : "{prefer: [primary], fallBackTo: [fallback]}";

    private Kernel Kernel(string team, string routing, Uri endpoint, TimeSpan? patience)
    {
        _folder = TeamFolder.Routed(
            routing,
            team,
            "kind: team\nname: pair\nmembers: [cashier, clerk]\nshape: sequential\n",
            "kind: team\nname: both\nmembers: [cashier, clerk]\nshape: concurrent\n",
            "kind: team\nname: relay\nmembers: [cashier, end]\nshape: handoff\n",
            "kind: team\nname: end\ndescription: Ends it.\nmembers: [clerk]\nshape: sequential\n"
        );
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.Services.AddSingleton<AITool>(AIFunctionFactory.Create(_till.Charge, "Charge"));
        foreach (var model in new[] { "primary", "fallback" })
        {
            builder.Services.AddModel(model, Client(endpoint, model));
        }

        builder.AddSkRouter(router =>
        {
            router.AddAgentRoles(_folder.Path);
            router.Deployment("fallback", Priced);
            router.Deployment(
                "primary",
                deployment =>
                {
                    Priced(deployment);
                    if (patience is { } silence)
                    {
                        deployment.Options.TimeToFirstToken = silence;
                        deployment.Options.Stall = silence;
                        deployment.Options.Total = silence;
                    }
                }
            );
        });
        return builder.Build();
    }

    private static void Priced(DeploymentBuilder deployment) =>
        deployment.Price(input: 1, output: 10).Options.Retries = 0;

    private static IChatClient Client(Uri endpoint, string model) =>
        new OpenAI.Chat.ChatClient(
            model,
            new ApiKeyCredential("none"),
            new OpenAIClientOptions { Endpoint = endpoint, RetryPolicy = new ClientRetryPolicy(0) }
        ).AsIChatClient();

    private sealed class Warm : SimulatedTeam;
}
