namespace SkRouter.Policies;

/// <summary>A candidate at its place, and why it is there.</summary>
internal readonly record struct RankedGroup(CandidateGroup Group, string Reason);
