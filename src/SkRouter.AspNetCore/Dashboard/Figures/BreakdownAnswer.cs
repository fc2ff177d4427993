namespace SkRouter.AspNetCore.Dashboard.Figures;

/// <summary>A breakdown as a table.</summary>
/// <param name="Head">The columns' names.</param>
/// <param name="Shown">The lines, for people.</param>
/// <param name="Exact">The same lines, for programs.</param>
internal sealed record BreakdownAnswer(
    IReadOnlyList<string> Head,
    IReadOnlyList<IReadOnlyList<string>> Shown,
    IReadOnlyList<IReadOnlyList<string>> Exact
);
