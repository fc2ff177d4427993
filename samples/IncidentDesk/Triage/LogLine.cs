namespace IncidentDesk.Triage;

/// <summary>One line of a log.</summary>
internal sealed record LogLine(string File, int Number, string Text);
