namespace SkRouter.Spend;

/// <summary>What a unit is of. What is left open is anything, so a unit with less said holds those with more.</summary>
internal readonly record struct UsageShape(
    UsageFlow Flow,
    string? Kind = null,
    string? Content = null,
    string? Lifetime = null
)
{
    /// <summary>How much of it is said.</summary>
    public int Detail =>
        (Kind is null ? 0 : 1) + (Content is null ? 0 : 1) + (Lifetime is null ? 0 : 1);

    public bool Holds(UsageShape other) =>
        Flow == other.Flow
        && (Kind is null || Kind == other.Kind)
        && (Content is null || Content == other.Content)
        && (Lifetime is null || Lifetime == other.Lifetime);
}
