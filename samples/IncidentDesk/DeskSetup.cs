using IncidentDesk.Models;
using IncidentDesk.Tools;
using SkRouter.Agents;

namespace IncidentDesk;

/// <summary>Everything that a run starts with.</summary>
internal sealed record DeskSetup
{
    public required string Run { get; init; }

    public required decimal BudgetUsd { get; init; }

    public required bool Simulated { get; init; }

    public required AgentDefinitions Definitions { get; init; }

    public required TeamDefinition Team { get; init; }

    public required IReadOnlyList<DeskModel> Models { get; init; }

    public required IncidentFolder Folder { get; init; }

    public required OutputFiles Files { get; init; }

    public DeskModel Strongest => Models.Single(static model => model.Tier == Tiers.Strong);
}
