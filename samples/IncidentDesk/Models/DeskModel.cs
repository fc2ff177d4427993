using Microsoft.Extensions.AI;

namespace IncidentDesk.Models;

/// <summary>A model that is ready to be registered.</summary>
internal sealed record DeskModel(
    string Tier,
    string Provider,
    ModelEntry Entry,
    IChatClient Client
);
