using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI;
using SkRouter.Resilience;
using SkRouter.Simulator;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Tests.Resilience;

/// <summary>The exceptions that real clients throw at a simulated provider, and what is read from them.</summary>
public sealed class ErrorTaxonomyTests
{
    private static readonly (Fault Fault, FailureKind Kind, int? Status)[] Refusals =
    [
        (Fault.WithStatus(429), FailureKind.RateLimited, 429),
        (Fault.WithStatus(529), FailureKind.Overloaded, 529),
        (Fault.WithStatus(401), FailureKind.KeyRejected, 401),
        (Fault.WithStatus(402), FailureKind.KeyRejected, 402),
        (Fault.WithStatus(403), FailureKind.KeyRejected, 403),
        (new(FaultKind.ModelNotFound), FailureKind.ModelNotFound, 404),
        (Fault.WithStatus(408), FailureKind.ServerError, 408),
        (Fault.WithStatus(500), FailureKind.ServerError, 500),
        (Fault.WithStatus(503), FailureKind.ServerError, 503),
        (new(FaultKind.ContextTooLong), FailureKind.ContextTooLong, 400),
        (new(FaultKind.ContentFilter), FailureKind.ContentFiltered, 400),
        (Fault.WithStatus(400), FailureKind.UnsupportedRequest, 400),
        (Fault.WithStatus(422), FailureKind.UnsupportedRequest, 422),
        (new(FaultKind.Reset), FailureKind.Unreachable, null),
    ];

    public static TheoryData<int, bool, bool> Table
    {
        get
        {
            var table = new TheoryData<int, bool, bool>();
            for (var i = 0; i < Refusals.Length; i++)
            {
                table.Add(i, true, true);
                table.Add(i, true, false);
                table.Add(i, false, true);
                table.Add(i, false, false);
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Read_ExceptionOfARealClient_GivesKindAndStatus(
        int refusal,
        bool connector,
        bool streamed
    )
    {
        var (fault, kind, status) = Refusals[refusal];

        var failure = ErrorTaxonomy.Read(
            await FailAsync(fault, connector, streamed),
            CancellationToken.None
        );

        (failure.Kind, failure.Status).ShouldBe((kind, status));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Read_RetryAfterOnTheResponse_IsOnTheFailure(bool connector, bool streamed)
    {
        var polite = Fault.WithStatus(429) with { RetryAfterMs = 1_500 };

        var failure = ErrorTaxonomy.Read(
            await FailAsync(polite, connector, streamed),
            CancellationToken.None
        );

        failure.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1.5));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_StreamWasCut_IsInterrupted(bool connector)
    {
        var failure = ErrorTaxonomy.Read(
            await FailAsync(Fault.CutAfter(0.5), connector, streamed: true),
            CancellationToken.None
        );

        failure.Kind.ShouldBe(FailureKind.Interrupted);
    }

    [Fact]
    public async Task Read_NobodyListens_IsUnreachable()
    {
        using var refused = new RefusedEndpoint();

        foreach (var connector in new[] { true, false })
        {
            var exception = await AskAsync(refused.Uri, connector, streamed: false);
            ErrorTaxonomy
                .Read(exception!, CancellationToken.None)
                .Kind.ShouldBe(FailureKind.Unreachable);
        }
    }

    [Fact]
    public void Read_CallerCancelled_IsNoFaultOfTheProvider()
    {
        // Some SDKs wrap the caller's token in their own, so that the tokens differ.
        var exception = new TaskCanceledException("", null, new CancellationToken(canceled: true));

        ErrorTaxonomy
            .Read(exception, new CancellationToken(canceled: true))
            .Kind.ShouldBe(FailureKind.Cancelled);
        ErrorTaxonomy.Read(exception, CancellationToken.None).Kind.ShouldBe(FailureKind.TimedOut);
    }

    [Fact]
    public void Read_ServerErrorThatSdkRetried_ReadsTheLast()
    {
        var exception = new AggregateException(
            new HttpRequestException("first"),
            new HttpRequestException("last", null, System.Net.HttpStatusCode.BadGateway)
        );

        var failure = ErrorTaxonomy.Read(exception, CancellationToken.None);

        (failure.Kind, failure.Status).ShouldBe((FailureKind.ServerError, 502));
    }

    private static async Task<Exception> FailAsync(Fault fault, bool connector, bool streamed)
    {
        await using var simulator = await SimulatorServer.StartAsync(script =>
            script.Model("gpt", model => model.Say("one two three four five six").Fault("*", fault))
        );
        return await AskAsync(simulator.Endpoint, connector, streamed)
            ?? throw new InvalidOperationException("The client threw nothing.");
    }

    private static async Task<Exception?> AskAsync(Uri endpoint, bool connector, bool streamed)
    {
        var client = new OpenAIClient(
            new ApiKeyCredential("sk-test"),
            new() { Endpoint = endpoint, RetryPolicy = new ClientRetryPolicy(0) }
        );
        return connector
            ? await Record.ExceptionAsync(() =>
                AskConnectorAsync(new OpenAIChatCompletionService("gpt", client), streamed)
            )
            : await Record.ExceptionAsync(async () =>
            {
                using var chat = client.GetChatClient("gpt").AsIChatClient();
                _ = streamed
                    ? await chat.GetStreamingResponseAsync("hello").ToChatResponseAsync()
                    : await chat.GetResponseAsync("hello");
            });
    }

    private static async Task AskConnectorAsync(OpenAIChatCompletionService service, bool streamed)
    {
        var history = new ChatHistory("hello", AuthorRole.User);
        if (!streamed)
        {
            await service.GetChatMessageContentsAsync(history);
            return;
        }

        await foreach (var _ in service.GetStreamingChatMessageContentsAsync(history)) { }
    }
}
