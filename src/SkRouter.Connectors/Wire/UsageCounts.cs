using Microsoft.Extensions.AI;
using SkRouter.Spend;

namespace SkRouter.Connectors.Wire;

/// <summary>Writes counts that Microsoft.Extensions.AI has no member for.</summary>
internal static class UsageCounts
{
    public static void Add(this UsageDetails details, UsageUnit unit, long? count)
    {
        if (count is > 0 and var value)
        {
            details.AdditionalCounts ??= [];
            details.AdditionalCounts[UsageCountNames.Of(unit)!] = value;
        }
    }
}
