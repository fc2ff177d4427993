using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using OpenAI;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;
using SkRouter.Simulator;
using SkRouter.Simulator.Scripting;
using SkRouter.TestKit;

namespace SkRouter.Tests.Routing;

/// <summary>Tool loops over HTTP: real clients, a simulated provider that fails one round trip, a second one that takes over.</summary>
public sealed class SimulatedToolLoopTests
{
    private readonly Till _till = new();

    public static TheoryData<FaultKind, int, bool, bool, string> Table
    {
        get
        {
            return Rows(
                FaultKind.Status,
                FaultKind.Reset,
                FaultKind.Refuse,
                FaultKind.Cut,
                FaultKind.CleanEnd,
                FaultKind.MalformedEvent,
                FaultKind.MissingDone,
                FaultKind.ContextTooLong,
                FaultKind.EmptyAnswer,
                FaultKind.ModelNotFound,
                FaultKind.BadToolArguments
            );
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task ToolLoop_ProviderFailsOneRoundTrip_RunsTheToolOnceAndBooksWhatWasSent(
        FaultKind fault,
        int request,
        bool streamed,
        bool chatClientFace,
        string client
    )
    {
        await using var simulator = await StartAsync(fault, request);
        var kernel = Kernel(simulator, client);

        var text = chatClientFace
            ? await AskChatClientAsync(kernel, streamed)
            : await AskSemanticKernelAsync(kernel, streamed);

        text.ShouldEndWith("order one is charged");
        _till.Receipts.ShouldBe(["one"]);
        var records = await kernel.RecordsAsync();
        records.Count.ShouldBe(2);
        var reported = records
            .SelectMany(record => record.Attempts)
            .Select(attempt => attempt.Usage)
            .Where(usage => usage is { Estimated: false })
            .ToArray();
        if (streamed && fault is FaultKind.MalformedEvent)
        {
            // OpenAI's SDK gives up at the event that it cannot read; the usage behind it went out, and nobody could see it.
            records
                .SelectMany(record => record.Attempts)
                .Count(attempt => attempt.FailureKind is FailureKind.MalformedAnswer)
                .ShouldBe(simulator.Model("first").RequestCount - (request - 1));
            return;
        }

        reported.Sum(usage => usage!.InputTokens).ShouldBe(simulator.UsageSent.PromptTokens);
        reported.Sum(usage => usage!.OutputTokens).ShouldBe(simulator.UsageSent.CompletionTokens);
    }

    public static TheoryData<FaultKind, int, bool, bool, string> LateTable =>
        Rows(FaultKind.Silence, FaultKind.SlowFirstToken, FaultKind.Stall);

    public static TheoryData<FaultKind, int, bool, bool, string> FilteredTable =>
        Rows(FaultKind.ContentFilter, FaultKind.ContentFilterFinish);

    /// <summary>How much a late provider had sent when it was given up differs from run to run, so the sums are not compared here.</summary>
    [Theory]
    [MemberData(nameof(LateTable))]
    public async Task ToolLoop_ProviderIsLate_RunsTheToolOnce(
        FaultKind fault,
        int request,
        bool streamed,
        bool chatClientFace,
        string client
    )
    {
        await using var simulator = await StartAsync(fault, request);
        var kernel = Kernel(simulator, client, hurried: true);

        var text = chatClientFace
            ? await AskChatClientAsync(kernel, streamed)
            : await AskSemanticKernelAsync(kernel, streamed);

        text.ShouldEndWith("order one is charged");
        _till.Receipts.ShouldBe(["one"]);
        (await kernel.RecordsAsync())
            .SelectMany(record => record.Attempts)
            .ShouldContain(attempt =>
                attempt.FailureKind == FailureKind.TimedOut
                || attempt.FailureKind == FailureKind.Stalled
            );
    }

    [Theory]
    [MemberData(nameof(FilteredTable))]
    public async Task ToolLoop_ContentIsFiltered_EndsInATypedErrorWithTheToolRunAtMostOnce(
        FaultKind fault,
        int request,
        bool streamed,
        bool chatClientFace,
        string client
    )
    {
        await using var simulator = await StartAsync(fault, request);
        var kernel = Kernel(simulator, client);

        var error = await Should.ThrowAsync<RouterException>(() =>
            chatClientFace
                ? AskChatClientAsync(kernel, streamed)
                : AskSemanticKernelAsync(kernel, streamed)
        );

        error.Code.ShouldBe(RouterErrorCode.ContentFiltered);
        _till.Receipts.Count.ShouldBe(request - 1);
        simulator.Model("second").RequestCount.ShouldBe(0);
    }

    private static TheoryData<FaultKind, int, bool, bool, string> Rows(params FaultKind[] kinds)
    {
        var table = new TheoryData<FaultKind, int, bool, bool, string>();
        foreach (var kind in kinds)
        foreach (var request in new[] { 1, 2 })
        foreach (var streamed in new[] { true, false })
        foreach (var chatClientFace in new[] { true, false })
        foreach (var client in new[] { "connector", "client" })
        {
            table.Add(kind, request, streamed, chatClientFace, client);
        }

        return table;
    }

    private static Task<SimulatorServer> StartAsync(FaultKind fault, int request) =>
        SimulatorServer.StartAsync(script =>
            script
                .Model(
                    "first",
                    model =>
                        Play(model).Fault(FormattableString.Invariant($"{request}-"), Of(fault))
                )
                .Model("second", model => Play(model))
        );

    private static ModelBuilder Play(ModelBuilder model) =>
        model
            .When(new Condition { HasToolResults = true }, Answer.Say("order one is charged"))
            .Answer(Answer.Call("Charge", """{"order":"one"}"""));

    private static Fault Of(FaultKind kind) =>
        kind switch
        {
            FaultKind.Status => Fault.WithStatus(503),
            FaultKind.SlowFirstToken => Fault.SlowBy(TimeSpan.FromMinutes(1)),
            FaultKind.Stall => Fault.StallFor(null),
            _ => new Fault(kind),
        };

    private Kernel Kernel(SimulatorServer simulator, string client, bool hurried = false)
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        foreach (var model in new[] { "first", "second" })
        {
            if (client == "connector")
            {
                builder.AddOpenAIChatCompletion(
                    model,
                    simulator.Endpoint,
                    "none",
                    serviceId: model
                );
            }
            else
            {
                builder.Services.AddKeyedSingleton<IChatClient>(
                    model,
                    new OpenAI.Chat.ChatClient(
                        model,
                        new ApiKeyCredential("none"),
                        new OpenAIClientOptions
                        {
                            Endpoint = simulator.Endpoint,
                            RetryPolicy = new ClientRetryPolicy(0),
                        }
                    ).AsIChatClient()
                );
            }
        }

        builder.AddSkRouter(router =>
        {
            router.Role(
                "cashier",
                role => role.Prefer("first").FallBackTo("second").CommitOn(CommitOn.Completion)
            );
            foreach (var model in new[] { "first", "second" })
            {
                router.Deployment(model, deployment => deployment.Price(1, 10));
                router.Options.Deployments[model].Retries = 0;
            }

            if (hurried)
            {
                var first = router.Options.Deployments["first"];
                first.TimeToFirstToken = first.Stall = TimeSpan.FromMilliseconds(100);
                first.Total = TimeSpan.FromMilliseconds(250);
            }
        });
        var kernel = builder.Build();
        kernel.Plugins.AddFromObject(_till, "Till");
        return kernel;
    }

    private static async Task<string> AskSemanticKernelAsync(Kernel kernel, bool streamed)
    {
        var service = kernel.GetRequiredService<IChatCompletionService>("cashier");
        var history = new ChatHistory("You charge orders.");
        history.AddUserMessage("charge one");
        var settings = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        };
        if (!streamed)
        {
            return (await service.GetChatMessageContentAsync(history, settings, kernel)).Content!;
        }

        var text = "";
        await foreach (
            var piece in service.GetStreamingChatMessageContentsAsync(history, settings, kernel)
        )
        {
            text += piece.Content;
        }

        return text;
    }

    private async Task<string> AskChatClientAsync(Kernel kernel, bool streamed)
    {
        using var client = new FunctionInvokingChatClient(kernel.Router().ForRole("cashier"));
        var options = new ChatOptions
        {
            Tools = [AIFunctionFactory.Create(_till.Charge, "Charge")],
        };
        return streamed
            ? (
                await client.GetStreamingResponseAsync("charge one", options).ToChatResponseAsync()
            ).Text
            : (await client.GetResponseAsync("charge one", options)).Text;
    }
}
