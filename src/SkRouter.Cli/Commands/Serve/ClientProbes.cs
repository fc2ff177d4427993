using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SkRouter.Cli.Commands.Serve;

/// <summary>
/// Answers what clients of Anthropic's API ask its host beside <c>/v1</c>: whether it is there, and telemetry, which is read by nobody and kept nowhere here. Without
/// an answer they log errors or try again.
/// </summary>
internal static class ClientProbes
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapClientProbes(this IEndpointRouteBuilder endpoints, string dashboardPath)
    {
        endpoints.MapMethods(
            "/",
            GetAndHead,
            http => WriteAsync(http, "text/plain", $"SkRouter: /v1, {dashboardPath}")
        );
        endpoints.MapMethods("/api/hello", GetAndHead, http => WriteAsync(http, Json, "{}"));
        endpoints.MapPost("/api/event_logging/{**rest}", http => WriteAsync(http, Json, "{}"));
    }

    private const string Json = "application/json";

    private static Task WriteAsync(HttpContext http, string contentType, string body)
    {
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : http.Response.WriteAsync(body, http.RequestAborted);
    }
}
