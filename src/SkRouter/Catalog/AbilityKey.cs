using SkRouter.Classification;

namespace SkRouter.Catalog;

/// <summary>Whose ability, at what. Without a role it is the model's own over all roles.</summary>
internal readonly record struct AbilityKey(string Model, string? Role, TaskCategory? Category);
