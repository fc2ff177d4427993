using Microsoft.AspNetCore.Http;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Metrics;

/// <summary><c>GET /metrics</c>, for Prometheus.</summary>
internal sealed class MetricsEndpoint(MetricReader reader)
{
    public Task HandleAsync(ApiCall call)
    {
        call.Http.Response.ContentType = PrometheusText.ContentType;
        return call.Http.Response.WriteAsync(PrometheusText.Write(reader.Read()), call.Aborted);
    }
}
