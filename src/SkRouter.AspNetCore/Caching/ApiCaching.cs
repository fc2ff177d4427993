using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Net.Http.Headers;
using SkRouter.AspNetCore.Api;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Caching;

/// <summary>Decides by key, role and <c>Cache-Control</c> what the answer cache may do with a request.</summary>
internal sealed class ApiCaching(SkRouterApiOptions options, ModelRouter router)
{
    public void Apply(ApiCall call, string? target, AdditionalPropertiesDictionary carried)
    {
        var keepFor = call.Caller.CacheFor ?? OfRole(target ?? router.DefaultRole);
        if (keepFor is not { } time)
        {
            return;
        }

        var control = Control(call.Http.Request);
        if (control is { NoStore: true })
        {
            return;
        }

        carried[CacheCarrier.KeepFor] = time;
        carried[CacheCarrier.Scope] = call.Caller.KeyId ?? "";
        if (control is { NoCache: true })
        {
            carried[CacheCarrier.Refresh] = true;
        }
    }

    private TimeSpan? OfRole(string role) =>
        options.CacheFor.TryGetValue(role, out var time) ? time : null;

    private static CacheControlHeaderValue? Control(HttpRequest request) =>
        CacheControlHeaderValue.TryParse(request.Headers.CacheControl.ToString(), out var control)
            ? control
            : null;
}
