using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SkRouter.Simulator.Answering;
using SkRouter.Simulator.Protocols;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Serving;

/// <summary>Sends an answer as one body.</summary>
internal static class PlainWriter
{
    private static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task SendAsync(
        Exchange exchange,
        ComposedAnswer answer,
        AnswerHead head,
        Pace pace
    )
    {
        var body = Body(exchange, answer, head);
        var response = exchange.Http.Response;
        exchange.Sending(answer);
        await pace.WaitAsync(answer.Usage.CompletionTokens).ConfigureAwait(false);
        var part = body[..(int)(body.Length * (exchange.Fault?.Share ?? 1))];
        switch (exchange.FaultKind)
        {
            case FaultKind.Cut:
                response.ContentLength = body.Length;
                response.ContentType = "application/json";
                await response.BodyWriter.WriteAsync(part).ConfigureAwait(false);
                exchange.CutOff();
                return;
            case FaultKind.CleanEnd or FaultKind.MalformedEvent:
                exchange.Completing(null);
                await ErrorWriter
                    .SendAsync(response, part, "application/json")
                    .ConfigureAwait(false);
                return;
            case FaultKind.ErrorEvent:
                exchange.Completing(null);
                await ErrorWriter
                    .SendAsync(response, Error(exchange), "application/json")
                    .ConfigureAwait(false);
                return;
            case FaultKind.Stall:
                response.ContentLength = body.Length;
                response.ContentType = "application/json";
                await response.BodyWriter.WriteAsync(part).ConfigureAwait(false);
                await exchange
                    .Clock.DelayAsync(exchange.Fault!.Delay, exchange.Cancelled)
                    .ConfigureAwait(false);
                exchange.Completing(Told(answer));
                await response.BodyWriter.WriteAsync(body[part.Length..]).ConfigureAwait(false);
                return;
            default:
                exchange.Completing(Told(answer));
                await ErrorWriter
                    .SendAsync(response, body, "application/json")
                    .ConfigureAwait(false);
                return;
        }
    }

    private static TokenUsage? Told(ComposedAnswer answer) =>
        answer.TellUsage ? answer.Usage : null;

    private static ReadOnlyMemory<byte> Error(Exchange exchange)
    {
        var body = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(body, Relaxed);
        exchange.Protocol.WriteError(writer, Reply.LateError(exchange));
        writer.Flush();
        return body.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> Body(
        Exchange exchange,
        ComposedAnswer answer,
        AnswerHead head
    )
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(body, Relaxed);
        exchange.Protocol.WriteAnswer(writer, answer, head);
        writer.Flush();
        return body.WrittenMemory;
    }
}
