using SkRouter.Catalog;
using SkRouter.Policies;

namespace SkRouter.Resilience;

/// <summary>The health of all deployments, to read and to change. It is shared by all roles.</summary>
public sealed class RouterHealth
{
    private readonly Func<RouterModel> _model;

    internal RouterHealth(Func<RouterModel> model) => _model = model;

    /// <summary>How every deployment is doing.</summary>
    public IReadOnlyList<DeploymentStatus> Snapshot() => [.. _model().Catalog.All.Select(Status)];

    /// <summary>How one deployment is doing.</summary>
    /// <param name="deployment">Its key.</param>
    /// <exception cref="RouterException">There is no such deployment.</exception>
    public DeploymentStatus Of(string deployment) => Status(Find(deployment));

    /// <summary>Takes a deployment out of service: it finishes what is under way and gets nothing new.</summary>
    /// <param name="deployment">Its key.</param>
    /// <param name="reason">Why, for whoever reads its state.</param>
    /// <exception cref="RouterException">There is no such deployment.</exception>
    public void Drain(string deployment, string reason = "drained by the app") =>
        Find(deployment).Health.Drain(drained: true, reason);

    /// <summary>Puts a deployment back into service, closes its circuit and ends its cooldown.</summary>
    /// <param name="deployment">Its key.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <exception cref="RouterException">There is no such deployment.</exception>
    public Task RestoreAsync(string deployment, CancellationToken cancellationToken = default)
    {
        var found = Find(deployment);
        found.Health.Drain(drained: false, "restored by the app");
        found.Pipeline.Close();
        return Task.CompletedTask;
    }

    /// <summary>Raised when a deployment's state changes, on the flow that changed it. Handlers must be quick.</summary>
    public event EventHandler<HealthChangedEventArgs>? Changed;

    internal void Raise(Deployment deployment) => Changed?.Invoke(this, new(Status(deployment)));

    private static DeploymentStatus Status(Deployment deployment)
    {
        var reading = deployment.Health.Read();
        var latency = deployment.Health.Latency.TypicalSeconds;
        return new(
            deployment.Key,
            deployment.Model,
            reading.State,
            reading.Until,
            reading.Reason,
            deployment.Health.InFlight,
            latency > 0 ? TimeSpan.FromSeconds(latency) : null
        );
    }

    private Deployment Find(string key) =>
        _model()
            .Catalog.All.FirstOrDefault(deployment =>
                deployment.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
            )
        ?? throw new RouterException(
            RouterErrorCode.UnknownTarget,
            $"There is no deployment '{ProviderErrorText.Clean(key)}'. Deployments: {string.Join(", ", _model().Catalog.All)}."
        );
}
