using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkRouter.Simulator.Answering;
using SkRouter.Simulator.Protocols;

namespace SkRouter.Simulator.Serving;

/// <summary>Sends errors in the shape of the provider.</summary>
internal static class ErrorWriter
{
    public static Task SendAsync(HttpContext http, IProviderProtocol protocol, ApiError error)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            protocol.WriteError(writer, error);
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
