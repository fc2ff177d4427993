using SkRouter.Catalog;
using SkRouter.DependencyInjection;

namespace SkRouter.Cli.Commands.Replay;

/// <summary>A model of the recorded outcomes and what it charges.</summary>
/// <param name="Name">As the outcomes name it.</param>
/// <param name="Price">What it charges.</param>
/// <param name="Ability">Its ability where the configuration states one; null to go by the price.</param>
internal sealed record ReplayModel(string Name, ModelPrice Price, double? Ability)
{
    public void Describe(DeploymentBuilder deployment)
    {
        deployment.Price(Price.Input, Price.Output, Price.CacheRead, Price.CacheWrite);
        deployment.Options.Price!.PerRequest = Price.PerRequest;
        deployment.Options.Ability = Ability;
    }
}
