namespace IncidentDesk;

/// <summary>The files that ship with the sample.</summary>
/// <param name="Providers">Which models of which providers it uses.</param>
/// <param name="Script">What the simulator plays.</param>
internal sealed record DeskFiles(string Providers, string Script);
