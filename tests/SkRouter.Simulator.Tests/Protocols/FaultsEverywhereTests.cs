using System.Net;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Tests.Protocols;

/// <summary>Every fault, in every protocol, streamed and not.</summary>
public sealed class FaultsEverywhereTests
{
    public static TheoryData<string, bool, FaultKind> All
    {
        get
        {
            var rows = new TheoryData<string, bool, FaultKind>();
            foreach (var protocol in Wire.Protocols)
            {
                foreach (var kind in Enum.GetValues<FaultKind>())
                {
                    rows.Add(protocol, false, kind);
                    rows.Add(protocol, true, kind);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Fault_InAnyProtocol_HappensAndTheNextRequestIsAnswered(
        string protocol,
        bool stream,
        FaultKind kind
    )
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("m", m => m.Say("A text of several words that can be cut anywhere."))
        );
        simulator
            .Model("m")
            .FailNext(
                new(kind)
                {
                    Status = kind == FaultKind.Status ? 529 : null,
                    DelayMs = 1,
                    AfterHeaders = false,
                }
            );

        var first = await TryAsync(simulator, protocol, stream);
        var second = await TryAsync(simulator, protocol, stream);

        second.ShouldNotBeNull().Status.ShouldBe(HttpStatusCode.OK);
        if (first is { Status: HttpStatusCode.OK })
        {
            // Ids differ from request to request but not in their length.
            (first.Value.Body.Length == second.Value.Body.Length).ShouldBe(
                LeavesTheAnswerWhole(kind, protocol, stream)
            );
        }

        var logged = simulator.Model("m").Requests[0];
        logged.Fault.ShouldBe(kind);
        if (kind == FaultKind.ContentFilter && protocol == Wire.Gemini)
        {
            // Gemini refuses a prompt in an answer of its own kind.
            first!.Value.Body.ShouldContain("\"promptFeedback\":{\"blockReason\":");
            return;
        }

        Expected(kind, logged, first?.Status);
    }

    [Theory]
    [InlineData(Wire.Chat, "\"error\":{\"message\"")]
    [InlineData(Wire.Responses, "\"error\":{\"message\"")]
    [InlineData(Wire.Messages, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"")]
    [InlineData(Wire.Gemini, "{\"error\":{\"code\":529,")]
    public async Task Overloaded_InTheProvidersShape(string protocol, string shape)
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("m", m => m.Fault("1", Fault.WithStatus(529, 2)))
        );

        var (status, body) = await simulator.AskAsync(protocol);

        ((int)status).ShouldBe(529);
        body.ShouldContain(shape);
        if (protocol == Wire.Gemini)
        {
            body.ShouldContain("\"retryDelay\":\"2s\"");
        }
    }

    [Theory]
    [InlineData(Wire.Chat, "context_length_exceeded")]
    [InlineData(Wire.Messages, "prompt is too long: ")]
    [InlineData(Wire.Gemini, "exceeds the maximum number of tokens allowed (1)")]
    public async Task ContextTooLong_InTheProvidersWords(string protocol, string words)
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("m", m => m.Window(1))
        );

        (await simulator.AskAsync(protocol)).Body.ShouldContain(words);
    }

    [Theory]
    [InlineData(Wire.Chat, "\"error\":{\"code\":529")]
    [InlineData(Wire.Responses, "\"type\":\"response.failed\"")]
    [InlineData(
        Wire.Messages,
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\""
    )]
    [InlineData(Wire.Gemini, "data: {\"error\":{\"code\":529")]
    public async Task ErrorEvent_InAStream_IsInTheProvidersFormAndEndsIt(
        string protocol,
        string form
    )
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("m", m => m.Say("One two three four.").Fault("1", new(FaultKind.ErrorEvent)))
        );

        var (status, body) = await simulator.AskAsync(protocol, stream: true);

        status.ShouldBe(HttpStatusCode.OK);
        body.ShouldContain("One");
        body.ShouldContain(form);
        body.ShouldNotContain("four");
        simulator.Model("m").UsageSent.ShouldBe(default);
    }

    private static async Task<(HttpStatusCode Status, string Body)?> TryAsync(
        SimulatorServer simulator,
        string protocol,
        bool stream
    )
    {
        try
        {
            return await simulator.AskAsync(protocol, stream);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static void Expected(FaultKind kind, ReceivedRequest logged, HttpStatusCode? status)
    {
        switch (kind)
        {
            case FaultKind.Status:
                ((int)status!).ShouldBe(529);
                break;
            case FaultKind.Reset or FaultKind.Refuse or FaultKind.Silence or FaultKind.Cut:
                status.ShouldBeNull();
                logged.Outcome.ShouldBe(RequestOutcome.CutOff);
                break;
            case FaultKind.ContextTooLong
            or FaultKind.ContentFilter
            or FaultKind.RejectAssistantPrefix:
                status.ShouldBe(HttpStatusCode.BadRequest);
                break;
            case FaultKind.ModelNotFound:
                status.ShouldBe(HttpStatusCode.NotFound);
                break;
            default:
                status.ShouldBe(HttpStatusCode.OK);
                logged.Outcome.ShouldBe(RequestOutcome.Completed);
                break;
        }
    }

    private static bool LeavesTheAnswerWhole(FaultKind kind, string protocol, bool stream) =>
        kind is FaultKind.SlowFirstToken or FaultKind.Stall or FaultKind.BadToolArguments
        || (
            kind == FaultKind.MissingDone && (!stream || protocol is Wire.Gemini or Wire.Responses)
        );
}
