using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkRouter.AspNetCore.Api;
using SkRouter.Pipeline;
using SkRouter.Relay;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Writes an answer as its provider wrote it: with the name that the model has here, and with what the round trip cost.</summary>
internal static class RelayedAnswerWriter
{
    private const int LongestAmount = 40;

    public static async ValueTask WriteAsync(
        ApiCall call,
        RelayedAnswer answer,
        ModelInvocationContext context
    )
    {
        var response = call.Http.Response;
        response.ContentType = JsonAnswer.ContentType;
        Write(response, answer, context);
        await response.BodyWriter.FlushAsync(call.Aborted).ConfigureAwait(false);
    }

    private static void Write(
        HttpResponse response,
        RelayedAnswer answer,
        ModelInvocationContext context
    )
    {
        var body = answer.Body.Span;
        var modelId = context.Answer!.Response.ModelId;
        var model = JsonEncodedText
            .Encode(ChatNames.ModelOf(modelId, context), ApiJson.Options.Encoder)
            .EncodedUtf8Bytes;
        Span<byte> amount = stackalloc byte[LongestAmount];
        var cost = Cost(amount, context.CostUsd);
        // Quotes stay.
        var (from, to) = (answer.Model.Start.Value + 1, answer.Model.End.Value - 1);
        response.ContentLength = body.Length - (to - from) + model.Length + cost.Length;
        var output = response.BodyWriter;
        if (to <= answer.UsageEnd)
        {
            output.Write(body[..from]);
            output.Write(model);
            output.Write(body[to..answer.UsageEnd]);
            output.Write(cost);
            output.Write(body[answer.UsageEnd..]);
        }
        else
        {
            output.Write(body[..answer.UsageEnd]);
            output.Write(cost);
            output.Write(body[answer.UsageEnd..from]);
            output.Write(model);
            output.Write(body[to..]);
        }
    }

    /// <summary>Nothing where a price is unknown.</summary>
    private static ReadOnlySpan<byte> Cost(Span<byte> buffer, decimal? costUsd)
    {
        var name = ",\"cost\":"u8;
        if (
            costUsd is not { } cost
            || !Utf8Formatter.TryFormat(cost, buffer[name.Length..], out var length)
        )
        {
            return [];
        }

        name.CopyTo(buffer);
        return buffer[..(name.Length + length)];
    }
}
