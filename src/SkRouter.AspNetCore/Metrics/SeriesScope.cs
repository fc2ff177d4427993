using SkRouter.AspNetCore.Access;
using SkRouter.Telemetry;

namespace SkRouter.AspNetCore.Metrics;

/// <summary>Decides by its labels whether a key may read a series: one of a role that it may use, or else of a deployment that it may use. Others are operators' alone.</summary>
internal sealed class SeriesScope(ApiCaller caller)
{
    private static readonly string Role = MetricName.Spelled(TelemetryNames.Role);
    private static readonly string Deployment = MetricName.Spelled(TelemetryNames.Deployment);

    public bool MayRead(string labels) =>
        LabelReader.Find(labels, Role) is { } role
            ? caller.MayUse(role)
            : LabelReader.Find(labels, Deployment) is { } deployment && caller.MayUse(deployment);
}
