namespace SkRouter.Policies;

/// <summary>A candidate at its place.</summary>
/// <param name="Candidate">Who.</param>
/// <param name="Reason">Why it has this place; shown wherever the route is.</param>
public readonly record struct PolicyChoice(PolicyCandidate Candidate, string Reason);
