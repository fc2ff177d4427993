using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SkRouter.AspNetCore.Api;

/// <summary>Puts faults into the words of the client's protocol.</summary>
internal static class FaultWriter
{
    private const int Overloaded = 529;

    public static async Task WriteAsync(
        HttpContext http,
        WireFormat format,
        ApiFault fault,
        string requestId
    )
    {
        var response = http.Response;
        response.StatusCode = StatusOf(format, fault);
        response.ContentType = "application/json; charset=utf-8";
        response.Headers[RequestIds.Header] = requestId;
        if (format is WireFormat.Anthropic)
        {
            response.Headers[RequestIds.AnthropicHeader] = requestId;
        }

        if (fault.ShouldRetry is { } retry)
        {
            response.Headers["x-should-retry"] = retry ? "true" : "false";
        }

        if (fault.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds))
                .ToString("0", CultureInfo.InvariantCulture);
        }

        Write(response.BodyWriter, format, fault, requestId);
        await response.BodyWriter.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The fault as one JSON object: the body of an answer, or the data of an event.</summary>
    public static void Write(
        IBufferWriter<byte> output,
        WireFormat format,
        ApiFault fault,
        string requestId
    )
    {
        using var json = new Utf8JsonWriter(output, ApiJson.Options);
        json.WriteStartObject();
        if (format is WireFormat.Anthropic)
        {
            json.WriteString("type", "error");
            json.WriteStartObject("error");
            json.WriteString("type", AnthropicType(fault));
            json.WriteString("message", fault.AnthropicMessage ?? fault.Message);
            json.WriteEndObject();
            json.WriteString("request_id", requestId);
        }
        else
        {
            json.WriteStartObject("error");
            json.WriteString("message", fault.Message);
            json.WriteString("type", fault.Type);
            json.WriteString("param", fault.Field);
            json.WriteString("code", fault.Code);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Anthropic's API has a status of its own for what is overloaded.</summary>
    private static int StatusOf(WireFormat format, ApiFault fault) =>
        format is WireFormat.Anthropic && fault.Status == 503 ? Overloaded : fault.Status;

    private static string AnthropicType(ApiFault fault) =>
        fault.Status switch
        {
            401 => "authentication_error",
            402 => "billing_error",
            403 => "permission_error",
            404 or 405 => "not_found_error",
            409 => "conflict_error",
            413 => "request_too_large",
            429 => "rate_limit_error",
            503 or Overloaded => "overloaded_error",
            504 => "timeout_error",
            >= 500 => "api_error",
            _ => "invalid_request_error",
        };
}
