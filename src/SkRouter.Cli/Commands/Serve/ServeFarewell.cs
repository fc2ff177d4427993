using System.Globalization;
using SkRouter.Spend;

namespace SkRouter.Cli.Commands.Serve;

/// <summary>What is said when the server has stopped: what was spent while it ran, and what choosing models has saved.</summary>
internal static class ServeFarewell
{
    /// <summary>One line; null if nothing was asked of any model.</summary>
    internal static async Task<string?> LineAsync(ISpendReport report, DateTimeOffset since)
    {
        var rows = await report.SumAsync(new() { Since = since }).ConfigureAwait(false);
        var (trips, cost, saved) = (
            rows.Sum(row => row.RoundTrips),
            rows.Sum(row => row.CostUsd),
            rows.Sum(row => row.SavedUsd)
        );
        if (trips == 0)
        {
            return null;
        }

        var share = cost + saved > 0 ? saved / (cost + saved) : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{trips:N0} {(trips == 1 ? "round trip" : "round trips")} for ${cost:0.######}, ${saved:0.######} ({share:P0}) saved against always the strongest model of each role"
        );
    }
}
