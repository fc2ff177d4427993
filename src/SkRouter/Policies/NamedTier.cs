namespace SkRouter.Policies;

/// <summary>A tier of a role, and from which difficulty on it serves.</summary>
internal readonly record struct NamedTier(string Name, double From);
