using Microsoft.AspNetCore.Http;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Metrics;

/// <summary><c>GET /metrics</c>, for Prometheus: everything for an operator's key, and for others what concerns roles and deployments that they may use.</summary>
internal sealed class MetricsEndpoint(MetricReader reader)
{
    public Task HandleAsync(ApiCall call)
    {
        call.Http.Response.ContentType = PrometheusText.ContentType;
        Func<string, bool> mayRead = call.Caller.IsOperator
            ? static _ => true
            : new SeriesScope(call.Caller).MayRead;
        return call.Http.Response.WriteAsync(
            PrometheusText.Write(reader.Read(), mayRead),
            call.Aborted
        );
    }
}
