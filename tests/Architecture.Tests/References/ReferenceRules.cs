namespace SkRouter.Architecture.References;

/// <summary>The table of allowed project references; everything else is forbidden.</summary>
internal static class ReferenceRules
{
    private const string Core = "SkRouter";

    /// <summary>A reason if a project of <c>src</c> may not reference another one.</summary>
    public static string? WhyNot(string from, string to, bool toIsSource)
    {
        if (!toIsSource)
        {
            return "src references src only";
        }

        return from switch
        {
            Core or "SkRouter.Simulator" => "it depends on nothing of ours",
            "SkRouter.Cli" => null,
            "SkRouter.AspNetCore" or "SkRouter.Agents" or "SkRouter.Connectors" => OnlyCore(to),
            _ when IsStore(from) => OnlyCore(to),
            _ => "the table of ARCHITECTURE has no row for it",
        };
    }

    private static string? OnlyCore(string to) =>
        to == Core ? null : "it may reference SkRouter only";

    private static bool IsStore(string name) =>
        name.StartsWith("SkRouter.Ledger.", StringComparison.Ordinal)
        || name.StartsWith("SkRouter.State.", StringComparison.Ordinal);
}
