using SkRouter.Catalog;

namespace SkRouter.Balancing;

/// <summary>Orders the deployments of one model for one round trip.</summary>
internal interface IDeploymentBalancer
{
    IReadOnlyList<Deployment> Order(IReadOnlyList<Deployment> deployments);
}
