namespace IncidentDesk;

/// <summary>What the command line says.</summary>
internal sealed record DeskOptions
{
    /// <summary>Ten times what a run with dear models has cost.</summary>
    public const decimal DefaultBudgetUsd = 2;

    /// <summary>The incident's folder.</summary>
    public required string Input { get; init; }

    /// <summary>Where a folder for the run is made; null for one below the working directory.</summary>
    public string? Output { get; init; }

    /// <summary>A run that was killed and is to go on; null for a new one.</summary>
    public string? Resume { get; init; }

    /// <summary>The team that works.</summary>
    public string Team { get; init; } = Desk.DeskTeam.Name;

    /// <summary>The folder of role and team files.</summary>
    public required string Agents { get; init; }

    /// <summary>What the run may cost in USD, resumed or not.</summary>
    public decimal BudgetUsd { get; init; } = DefaultBudgetUsd;

    /// <summary>Use the simulator even if there are keys.</summary>
    public bool Simulate { get; init; }

    /// <summary>End with a line of JSON.</summary>
    public bool Json { get; init; }
}
