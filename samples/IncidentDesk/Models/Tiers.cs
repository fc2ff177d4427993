namespace IncidentDesk.Models;

/// <summary>The names under which the sample registers its models; the role files use them.</summary>
internal static class Tiers
{
    public const string Fast = "fast";
    public const string Balanced = "balanced";
    public const string Strong = "strong";
    public const string Reserve = "reserve";

    public static IReadOnlyList<string> All { get; } = [Fast, Balanced, Strong, Reserve];
}
