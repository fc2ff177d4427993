using Microsoft.AspNetCore.Http;

namespace SkRouter.AspNetCore.Api;

/// <summary>Tells by a request alone whose protocol its client speaks, for addresses that both have or that are not there.</summary>
internal static class ClientProtocol
{
    public static bool IsAnthropic(HttpContext http) =>
        http.Request.Headers.ContainsKey("anthropic-version");
}
