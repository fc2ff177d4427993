using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Health;

/// <summary>
/// <c>GET /healthz</c>: the process answers, so it need not be restarted. <c>GET /readyz</c>: whether requests should be sent here, and if not, why; and what somebody should look at. Anybody may
/// ask, so neither says more.
/// </summary>
internal sealed class HealthEndpoint(Readiness readiness)
{
    public static Task LiveAsync(HttpContext http) =>
        WriteAsync(http, StatusCodes.Status200OK, "ok", [], []);

    public async Task ReadyAsync(HttpContext http)
    {
        var reasons = await readiness.WhyNotAsync(http.RequestAborted).ConfigureAwait(false);
        var warnings = readiness.Warnings;
        await (
            reasons.Count == 0
                ? WriteAsync(http, StatusCodes.Status200OK, "ready", reasons, warnings)
                : WriteAsync(
                    http,
                    StatusCodes.Status503ServiceUnavailable,
                    "not ready",
                    reasons,
                    warnings
                )
        ).ConfigureAwait(false);
    }

    private static async Task WriteAsync(
        HttpContext http,
        int status,
        string word,
        IReadOnlyList<string> reasons,
        IReadOnlyList<string> warnings
    )
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        using (var json = new Utf8JsonWriter(http.Response.BodyWriter, ApiJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("status", word);
            Write(json, "reasons", reasons);
            Write(json, "warnings", warnings);
            json.WriteEndObject();
        }

        await http.Response.BodyWriter.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
