namespace SkRouter.Policies;

/// <summary>The lists of a role.</summary>
internal static class Tiers
{
    public const string Prefer = "Prefer";
    public const string Simple = "Simple";
    public const string Complex = "Complex";
    public const string FallBackTo = "FallBackTo";

    public static readonly string[] All = [Prefer, Simple, Complex, FallBackTo];
}
