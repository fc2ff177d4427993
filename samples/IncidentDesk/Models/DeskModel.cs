using SkRouter.Connectors;

namespace IncidentDesk.Models;

/// <summary>A model that is ready to be registered. It knows where its key is, not what it is.</summary>
/// <param name="Tier">What it is registered as: a tier, or the name of a provider that stands by.</param>
/// <param name="Provider">The provider's name, as people know it.</param>
/// <param name="Entry">The model and its price.</param>
/// <param name="Known">The provider as the connectors know it.</param>
/// <param name="Configure">How it is reached.</param>
internal sealed record DeskModel(
    string Tier,
    string Provider,
    ModelEntry Entry,
    KnownProvider Known,
    Action<ProviderOptions> Configure
);
