using System.Net;
using Microsoft.SemanticKernel;
using SkRouter.TestKit;

namespace SkRouter.Tests.Routing;

/// <summary>The ways in which a scripted model can fail a round trip.</summary>
public enum ToolLoopFault
{
    RateLimited,
    KeyRejected,
    ModelNotFound,
    ServerError,
    Refused,
    Reset,
    SdkTimeout,
    Unknown,
    Silent,
    EndsEarly,
    EmptyAnswer,
    CutArguments,
    NoFinishReason,
    ContextTooLong,
    BadRequest,
}

internal static class ToolLoopFaults
{
    /// <summary>The step with the fault in it.</summary>
    public static ScriptedStep In(this ToolLoopFault fault, ScriptedStep step, int piecesBefore) =>
        fault switch
        {
            ToolLoopFault.RateLimited => Throwing(step, Http(429), piecesBefore),
            ToolLoopFault.KeyRejected => Throwing(step, Http(401), piecesBefore),
            ToolLoopFault.ModelNotFound => Throwing(step, Http(404), piecesBefore),
            ToolLoopFault.ServerError => Throwing(step, Http(503), piecesBefore),
            ToolLoopFault.Refused => Throwing(
                step,
                new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
                piecesBefore
            ),
            ToolLoopFault.Reset => Throwing(step, new IOException("reset"), piecesBefore),
            ToolLoopFault.SdkTimeout => Throwing(
                step,
                new TaskCanceledException("late", new TimeoutException()),
                piecesBefore
            ),
            ToolLoopFault.Unknown => Throwing(
                step,
                new InvalidOperationException("odd"),
                piecesBefore
            ),
            ToolLoopFault.Silent => step with { Silent = true, PiecesBeforeFault = piecesBefore },
            ToolLoopFault.EndsEarly => step with
            {
                EndsEarly = true,
                FinishReason = null,
                PiecesBeforeFault = piecesBefore,
            },
            ToolLoopFault.EmptyAnswer => new(),
            ToolLoopFault.CutArguments => step with { CutArguments = true },
            ToolLoopFault.NoFinishReason => step with { FinishReason = null },
            ToolLoopFault.ContextTooLong => Throwing(
                step,
                Http(400, "context_length_exceeded"),
                piecesBefore
            ),
            ToolLoopFault.BadRequest => Throwing(step, Http(400), piecesBefore),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "unknown"),
        };

    private static ScriptedStep Throwing(ScriptedStep step, Exception exception, int pieces) =>
        step with
        {
            Fault = exception,
            PiecesBeforeFault = pieces,
        };

    private static HttpOperationException Http(int status, string body = "no") =>
        new((HttpStatusCode)status, body, "failed", null);
}
