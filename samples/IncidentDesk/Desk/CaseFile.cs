using IncidentDesk.Triage;

namespace IncidentDesk.Desk;

/// <summary>What the team knows so far. It goes from desk to desk; each adds its part.</summary>
internal sealed record CaseFile
{
    /// <summary>The incident's documents: description, runbook, deploy history.</summary>
    public required string Brief { get; init; }

    public required IReadOnlyList<LogLine> Lines { get; init; }

    public int LinesLeftOut { get; init; }

    public TriageResult? Triage { get; init; }

    public string Plan { get; init; } = "";

    public bool WantsFix { get; init; }

    public string Findings { get; init; } = "";

    public string FixNote { get; init; } = "";

    /// <summary>All changes so far, as a unified diff; empty without any.</summary>
    public string Diff { get; init; } = "";

    /// <summary>How often a fix was handed in for review.</summary>
    public int Round { get; init; }

    public string Review { get; init; } = "";

    public bool Approved { get; init; }

    public string Report { get; init; } = "";
}
