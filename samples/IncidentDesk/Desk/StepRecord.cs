using System.Text.Json;

namespace IncidentDesk.Desk;

/// <summary>What a desk handed on, and what it remembers of its conversation.</summary>
internal sealed record StepRecord(CaseFile File, JsonElement? Session);
