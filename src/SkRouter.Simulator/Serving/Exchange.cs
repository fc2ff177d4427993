using Microsoft.AspNetCore.Http;
using SkRouter.Simulator.Answering;
using SkRouter.Simulator.Protocols;
using SkRouter.Simulator.Recording;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Serving;

/// <summary>One request on its way to its answer.</summary>
internal sealed class Exchange
{
    public required HttpContext Http { get; init; }
    public required IProviderProtocol Protocol { get; init; }
    public required SimulatedModel Model { get; init; }
    public required SimulatedRequest Request { get; init; }
    public required LoggedRequest Logged { get; init; }
    public required SimulatedClock Clock { get; init; }
    public required Random Random { get; init; }
    public required Fault? Fault { get; init; }

    /// <summary>Ends when the client goes away or the simulator stops.</summary>
    public required CancellationToken Cancelled { get; init; }

    /// <summary>Ends when the simulator stops.</summary>
    public required CancellationToken Stopping { get; init; }

    public FaultKind? FaultKind => Fault?.Kind;

    /// <summary>Breaks the connection; what was flushed before is delivered.</summary>
    public void CutOff()
    {
        Logged.Change(request => request with { Outcome = RequestOutcome.CutOff });
        Http.Abort();
    }

    public void Sending(int status) => Logged.Change(request => request with { Status = status });

    public void Sending(ComposedAnswer answer) =>
        Logged.Change(request =>
            request with
            {
                Status = answer.Raw?.Status ?? 200,
                Text = answer.Text,
                ToolCalls = answer.ToolCalls,
                FinishReason = answer.FinishReason,
                Usage = answer.Usage,
            }
        );

    /// <summary>
    /// Called just before the last bytes leave: a client that has read them must find the request completed. What fails after this is
    /// corrected by <see cref="Failed"/>.
    /// </summary>
    public void Completing(TokenUsage? usageSent)
    {
        Cancelled.ThrowIfCancellationRequested();
        Logged.Change(request =>
            request with
            {
                Outcome = RequestOutcome.Completed,
                UsageSent = usageSent,
            }
        );
    }

    public void Failed()
    {
        var outcome = Stopping.IsCancellationRequested
            ? RequestOutcome.CutOff
            : RequestOutcome.AbortedByClient;
        Logged.Change(request => request with { Outcome = outcome, UsageSent = null });
        Http.Abort();
    }

    public Task FailedByScriptAsync(Exception exception)
    {
        const string Code = "simulator_script_failed";
        Logged.Change(request =>
            request with
            {
                Status = 500,
                ErrorCode = Code,
                Outcome = RequestOutcome.Completed,
            }
        );
        var message = $"The simulator's script failed: {exception.Message}";
        return ErrorWriter.SendAsync(Http, Protocol, new(500, message, "server_error", null, Code));
    }
}
