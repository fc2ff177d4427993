using Microsoft.AspNetCore.Http;

namespace SkRouter.AspNetCore.Api;

/// <summary>Refuses a request to change to WebSockets with the status that lets clients go on with plain HTTP at once.</summary>
internal static class WebSocketRefusal
{
    private const string WebSocket = "websocket";

    /// <returns>Null if the request is a plain one.</returns>
    public static ApiFault? Of(HttpContext http)
    {
        if (
            !http
                .Request.Headers.Upgrade.ToString()
                .Contains(WebSocket, StringComparison.OrdinalIgnoreCase)
        )
        {
            return null;
        }

        // The answer must name what the address does speak.
        http.Response.Headers.Upgrade = "HTTP/1.1";
        return new(
            StatusCodes.Status426UpgradeRequired,
            ApiFaultTypes.InvalidRequest,
            "WebSockets are not served here. Send the request as POST with stream: true."
        )
        {
            Code = "websocket_not_supported",
            ShouldRetry = false,
        };
    }
}
