using System.Globalization;

namespace SkRouter.Runs;

/// <summary>Small sums as people read them.</summary>
internal static class RunCost
{
    public static string Text(decimal? usd) =>
        usd is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"${known:0.####}")
            : "cost unknown";
}
