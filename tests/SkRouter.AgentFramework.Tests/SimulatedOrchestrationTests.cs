using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using OpenAI;
using SkRouter.Agents;
using SkRouter.DependencyInjection;
using SkRouter.Pipeline;
using SkRouter.Simulator;
using SkRouter.Simulator.Scripting;
using SkRouter.TestKit;

namespace SkRouter.AgentFramework.Tests;

/// <summary>The same over HTTP, with real clients, against the simulator: every second request to the preferred model is reset.</summary>
public sealed class SimulatedOrchestrationTests
{
    private readonly Till _till = new();

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
    public async Task Orchestration_RequestsAreReset_EveryAgentWorksOnceAndTheBooksAgree(
        string shape,
        string kind
    )
    {
        await using var simulator = await SimulatorServer.StartAsync(script =>
            script
                .Model(
                    "primary",
                    model => Staff(model.Fault("every 2", new Fault(FaultKind.Reset)))
                )
                .Model("fallback", model => Staff(model))
        );
        var kernel = Kernel(simulator.Endpoint, kind);
        var workflow = Orchestration.Of(shape, Agent(kernel, "cashier"), Agent(kernel, "clerk"));

        var texts = await Orchestration.RunAsync(workflow);

        texts.ShouldContain("cashier is done");
        texts.ShouldContain("clerk is done");
        _till.Receipts.ShouldBe(["cashier", "clerk"], ignoreOrder: true);
        var records = await kernel.RecordsAsync();
        records.ShouldAllBe(record =>
            record.Agent == record.Role && record.Outcome == RoundTripOutcome.Answered
        );
        records.Count(record => record.Attempts.Count > 1).ShouldBeGreaterThan(0);
        var attempts = records
            .SelectMany(record => record.Attempts)
            .Where(attempt => attempt.Usage is not null)
            .ToList();
        attempts
            .Sum(attempt => attempt.Usage!.InputTokens)
            .ShouldBe(simulator.UsageSent.PromptTokens);
        attempts
            .Sum(attempt => attempt.Usage!.OutputTokens)
            .ShouldBe(simulator.UsageSent.CompletionTokens);
        simulator
            .Model("fallback")
            .Requests.Concat(simulator.Model("primary").Requests)
            .ShouldAllBe(request =>
                request.Body.ToString().Contains("Charge", StringComparison.Ordinal)
            );
    }

    /// <summary>Each agent charges once, the cashier hands off where that is offered, then both report.</summary>
    private static ModelBuilder Staff(ModelBuilder model)
    {
        foreach (var name in new[] { "cashier", "clerk" })
        {
            var instructions = $"You are {name}";
            var charged = $"charged {name}";
            model
                .When(
                    new()
                    {
                        System = instructions,
                        Conversation = charged,
                        Tool = name == "cashier" ? "handoff_to_1" : "nothing",
                    },
                    Answer.Call("handoff_to_1") with
                    {
                        Text = $"{name} is done",
                    }
                )
                .When(
                    new() { System = instructions, Conversation = charged },
                    Answer.Say($"{name} is done")
                )
                .When(
                    new() { System = instructions },
                    Answer.Call("Charge", $$"""{"order":"{{name}}"}""")
                );
        }

        return model;
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

    private static Kernel Kernel(Uri endpoint, string kind)
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        foreach (var model in new[] { "primary", "fallback" })
        {
            if (kind == "service")
            {
                builder.AddOpenAIChatCompletion(model, endpoint, "none", serviceId: model);
            }
            else
            {
                builder.Services.AddModel(model, Client(endpoint, model));
            }
        }

        builder.AddSkRouter(router =>
        {
            router.UseAgentFramework();
            foreach (var model in new[] { "primary", "fallback" })
            {
                router.Deployment(
                    model,
                    deployment => deployment.Price(input: 1, output: 10).Options.Retries = 0
                );
            }

            foreach (var role in new[] { "cashier", "clerk" })
            {
                router.Role(role, options => options.Prefer("primary").FallBackTo("fallback"));
            }
        });
        return builder.Build();
    }

    private static IChatClient Client(Uri endpoint, string model) =>
        new OpenAI.Chat.ChatClient(
            model,
            new ApiKeyCredential("none"),
            new OpenAIClientOptions { Endpoint = endpoint, RetryPolicy = new ClientRetryPolicy(0) }
        ).AsIChatClient();
}
