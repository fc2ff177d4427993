using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SkRouter.Simulator.Answering;
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
        CompletionHead head,
        Pace pace
    )
    {
        var body = Body(answer, head);
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

    private static ReadOnlyMemory<byte> Body(ComposedAnswer answer, CompletionHead head)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(body, Relaxed);
        writer.WriteStartObject();
        writer.WriteString("id", head.Id);
        writer.WriteString("object", "chat.completion");
        writer.WriteNumber("created", head.Created);
        writer.WriteString("model", head.Model);
        writer.WriteStartArray("choices");
        writer.WriteStartObject();
        writer.WriteNumber("index", 0);
        WriteMessage(writer, answer);
        writer.WriteNull("logprobs");
        writer.WriteString("finish_reason", answer.FinishReason);
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (answer.TellUsage)
        {
            UsageJson.Write(writer, answer.Usage);
        }

        writer.WriteString("service_tier", CompletionHead.ServiceTier);
        writer.WriteString("system_fingerprint", CompletionHead.Fingerprint);
        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenMemory;
    }

    private static void WriteMessage(Utf8JsonWriter writer, ComposedAnswer answer)
    {
        writer.WriteStartObject("message");
        writer.WriteString("role", "assistant");
        writer.WriteString("content", answer.Text);
        if (answer.ToolCalls.Count > 0)
        {
            writer.WriteStartArray("tool_calls");
            foreach (var call in answer.ToolCalls)
            {
                writer.WriteStartObject();
                writer.WriteString("id", call.Id);
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
                writer.WriteString("name", call.Name);
                writer.WriteString("arguments", call.Arguments);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteNull("refusal");
        writer.WriteStartArray("annotations");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
