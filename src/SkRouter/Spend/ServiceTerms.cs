using System.Runtime.InteropServices;
using SkRouter.Catalog.Prices;

namespace SkRouter.Spend;

/// <summary>The terms under which a provider says it served a request, where they change the price.</summary>
/// <param name="Tier">The service tier, in lower case (<c>flex</c>, <c>priority</c>, <c>batch</c>, <c>fast</c>); null for the standard one.</param>
/// <param name="Region">Where inference ran, if the provider names a restricted region; null for anywhere.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ServiceTerms(string? Tier, string? Region)
{
    public bool AreStandard => Tier is null && Region is null;

    /// <summary>Reads what an answer says, in any provider's words.</summary>
    public static ServiceTerms Of(string? tier, string? region) =>
        new(ServiceTierCatalog.Tier(tier), ServiceTierCatalog.Region(region));
}
