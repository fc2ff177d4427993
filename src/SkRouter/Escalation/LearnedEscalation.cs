namespace SkRouter.Escalation;

/// <summary>What a role has learned about its runs.</summary>
/// <param name="Role">The role.</param>
/// <param name="State">What it has learned, in a format of SkRouter's own. It holds numbers and names of models, nothing of any conversation.</param>
public sealed record LearnedEscalation(string Role, ReadOnlyMemory<byte> State);
