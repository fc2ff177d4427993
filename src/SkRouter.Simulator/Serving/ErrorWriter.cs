using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Serving;

/// <summary>Sends errors in the shape of OpenAI's API.</summary>
internal static class ErrorWriter
{
    public static Task SendAsync(HttpContext http, ApiError error)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("error");
            writer.WriteString("message", error.Message);
            writer.WriteString("type", error.Type);
            writer.WriteString("param", error.Param);
            writer.WriteString("code", error.Code);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        var response = http.Response;
        response.StatusCode = error.Status;
        if (error.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (error.RetryAfterMs is { } milliseconds)
        {
            response.Headers["retry-after-ms"] = milliseconds.ToString(
                CultureInfo.InvariantCulture
            );
        }

        return SendAsync(response, body.WrittenMemory, "application/json");
    }

    public static async Task SendAsync(
        HttpResponse response,
        ReadOnlyMemory<byte> body,
        string contentType
    )
    {
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body).ConfigureAwait(false);
    }
}
