using SkRouter.Simulator.Answering;
using SkRouter.Simulator.Protocols;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Serving;

/// <summary>Answers one request, or fails as the script wants it.</summary>
internal static class Reply
{
    private const int Overloaded = 529;

    public static async Task AnswerAsync(Exchange exchange, IReadOnlyList<CompiledRule> sharedRules)
    {
        try
        {
            if (!await FailAsync(exchange).ConfigureAwait(false))
            {
                await SucceedAsync(exchange, sharedRules).ConfigureAwait(false);
            }
        }
        catch (ApiError error)
        {
            exchange.Logged.Change(request =>
                request with
                {
                    Status = error.Status,
                    ErrorCode = error.Code,
                    Outcome = RequestOutcome.Completed,
                }
            );
            await ErrorWriter
                .SendAsync(exchange.Http, exchange.Protocol, error)
                .ConfigureAwait(false);
        }
    }

    /// <summary>The faults that stand before any answer.</summary>
    /// <returns>Whether the response is over.</returns>
    private static async Task<bool> FailAsync(Exchange exchange)
    {
        var protocol = exchange.Protocol;
        var window = exchange.Model.Compiled.Source.ContextWindow;
        switch (exchange.FaultKind)
        {
            case FaultKind.Status:
                throw Describe(exchange.Fault!, protocol.OfStatus(exchange.Fault!.Status!.Value));
            case FaultKind.ContextTooLong:
                var tokens = Math.Max(exchange.Request.PromptTokens, window + 1L);
                throw Describe(exchange.Fault!, protocol.ContextTooLong(window, tokens));
            case FaultKind.ContentFilter:
                return protocol.ContentFiltered() is { } filtered
                    ? throw Describe(exchange.Fault!, filtered)
                    : false;
            case FaultKind.ModelNotFound:
                throw Describe(exchange.Fault!, protocol.ModelNotFound(exchange.Model.Name));
            case FaultKind.RejectAssistantPrefix:
                throw Describe(exchange.Fault!, protocol.AssistantPrefix());
            case FaultKind.Reset or FaultKind.Refuse:
                exchange.CutOff();
                return true;
            case FaultKind.Silence:
                await KeepSilentAsync(exchange).ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }

    private static async Task SucceedAsync(
        Exchange exchange,
        IReadOnlyList<CompiledRule> sharedRules
    )
    {
        var request = exchange.Request;
        var model = exchange.Model.Compiled;
        if (request.PromptTokens > model.Source.ContextWindow)
        {
            throw exchange.Protocol.ContextTooLong(
                model.Source.ContextWindow,
                request.PromptTokens
            );
        }

        var id = exchange.Protocol.NewAnswerId(exchange.Random);
        var answer = AnswerComposer.Compose(
            model.Rules.Concat(sharedRules),
            request,
            exchange.Fault,
            (tool, index) => exchange.Protocol.NewCallId(exchange.Random, tool, index)
        );
        var tells = answer.TellUsage && (request.IncludeUsage || !request.Streamed);
        var head = new AnswerHead(id, exchange.Clock.Now.ToUnixTimeSeconds(), request, tells);
        var pace = new Pace(exchange, model.Source, answer);
        if (answer.Raw is { } raw)
        {
            await RawWriter.SendAsync(exchange, answer, raw, pace).ConfigureAwait(false);
        }
        else if (request.Streamed)
        {
            await StreamWriter.SendAsync(exchange, answer, head, pace).ConfigureAwait(false);
        }
        else
        {
            await PlainWriter.SendAsync(exchange, answer, head, pace).ConfigureAwait(false);
        }
    }

    private static async Task KeepSilentAsync(Exchange exchange)
    {
        if (exchange.Fault!.AfterHeaders)
        {
            exchange.Sending(200);
            exchange.Http.Response.ContentType = exchange.Request.Streamed
                ? "text/event-stream; charset=utf-8"
                : "application/json";
            await exchange.Http.Response.Body.FlushAsync(exchange.Cancelled).ConfigureAwait(false);
        }

        await exchange
            .Clock.DelayAsync(exchange.Fault.Delay, exchange.Cancelled)
            .ConfigureAwait(false);
        exchange.CutOff();
    }

    /// <summary>The error of an answer that had begun well.</summary>
    public static ApiError LateError(Exchange exchange) =>
        Describe(exchange.Fault!, exchange.Protocol.OfStatus(exchange.Fault!.Status ?? Overloaded));

    private static ApiError Describe(Fault fault, ApiError error) =>
        new(
            error.Status,
            fault.Message ?? error.Message,
            fault.Type ?? error.Type,
            error.Param,
            fault.Code ?? error.Code
        )
        {
            RetryAfterSeconds = fault.RetryAfterSeconds,
            RetryAfterMs = fault.RetryAfterMs,
        };
}
