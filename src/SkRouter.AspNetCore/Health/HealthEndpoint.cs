using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Health;

/// <summary><c>GET /healthz</c>: whether requests should be sent here. It says nothing else, for anybody may ask.</summary>
internal sealed class HealthEndpoint(ModelRouter router, IHostApplicationLifetime? lifetime = null)
{
    public async Task HandleAsync(HttpContext http)
    {
        var (status, word) = Judge();
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        await http
            .Response.WriteAsync($"{{\"status\":\"{word}\"}}", http.RequestAborted)
            .ConfigureAwait(false);
    }

    private (int Status, string Word) Judge()
    {
        if (lifetime?.ApplicationStopping.IsCancellationRequested == true)
        {
            return (StatusCodes.Status503ServiceUnavailable, "stopping");
        }

        try
        {
            router.Validate();
            return (StatusCodes.Status200OK, "ok");
        }
        catch (RouterConfigurationException)
        {
            return (StatusCodes.Status503ServiceUnavailable, "misconfigured");
        }
    }
}
