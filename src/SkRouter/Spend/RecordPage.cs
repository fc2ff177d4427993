using System.Globalization;
using SkRouter.Pipeline;

namespace SkRouter.Spend;

/// <summary>Some records, the last begun one first.</summary>
/// <param name="Records">The records.</param>
/// <param name="Next">
/// Where the next page begins, for <see cref="RecordQuery.After"/>; null if this is the last. It stays valid while records are added and
/// old ones are deleted.
/// </param>
public sealed record RecordPage(IReadOnlyList<DecisionRecord> Records, string? Next)
{
    /// <summary>The place of a record: when it began, and its number on the books, which tells apart what began at once.</summary>
    internal static string Mark(long startedAt, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{startedAt}-{number}");

    /// <summary>The place that the next page must stay below.</summary>
    internal static (long StartedAt, long Number) Below(string? after)
    {
        if (after is null)
        {
            return (long.MaxValue, long.MaxValue);
        }

        var parts = after.Split('-');
        return
            parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && long.TryParse(
                parts[1],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
            ? (at, number)
            : throw new ArgumentException(
                $"'{after}' is not the end of a page: pass what {nameof(RecordPage)}.{nameof(Next)} says, as it is.",
                nameof(after)
            );
    }
}
