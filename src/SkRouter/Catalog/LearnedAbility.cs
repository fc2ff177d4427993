using SkRouter.Classification;

namespace SkRouter.Catalog;

/// <summary>What outcomes taught of one model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Role">In this role; null for all roles together.</param>
/// <param name="Category">At tasks of this category; null for all together.</param>
/// <param name="Estimate">How able it is, and how sure that is.</param>
public sealed record LearnedAbility(
    string Model,
    string? Role,
    TaskCategory? Category,
    AbilityEstimate Estimate
);
