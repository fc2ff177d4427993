using SkRouter.Catalog;

namespace SkRouter.Balancing;

/// <summary>Orders the deployments of one model for one round trip.</summary>
internal interface IDeploymentBalancer
{
    /// <summary>The name by which configuration chooses it.</summary>
    string Name { get; }

    IReadOnlyList<Deployment> Order(IReadOnlyList<Deployment> deployments);
}
