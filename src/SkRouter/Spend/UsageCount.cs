namespace SkRouter.Spend;

/// <summary>One count in a body, and every unit it adds to.</summary>
internal sealed record UsageCount(UsagePath Path, bool Required, IReadOnlyList<UsageUnit> Units);
