using SkRouter.Pipeline;

namespace SkRouter.Spend;

/// <summary>Reports from the records themselves.</summary>
internal static class RecordReport
{
    public static IReadOnlyList<SpendRow> Sum(
        IEnumerable<DecisionRecord> records,
        SpendQuery query
    ) => Table(records, query, slots: null).ToRows();

    public static IReadOnlyList<SpendPoint> Series(
        IEnumerable<DecisionRecord> records,
        SpendQuery query,
        TimeSlots slots
    ) => Table(records, query, slots).ToPoints();

    /// <summary>The key of a record as a query sees it; null if the query leaves it out.</summary>
    public static SpendKey? KeyFor(DecisionRecord record, SpendQuery query)
    {
        var key = SpendKey.Of(record);
        if (query.TagKey is { } tag)
        {
            if (!record.Tags.TryGetValue(tag, out var value))
            {
                return null;
            }

            key = key with { TagKey = tag, Tag = value };
        }

        return key.Matches(query) ? key : null;
    }

    private static SpendTable Table(
        IEnumerable<DecisionRecord> records,
        SpendQuery query,
        TimeSlots? slots
    )
    {
        var table = new SpendTable(query.By);
        foreach (var record in records)
        {
            if (query.Holds(record.StartedAt) && KeyFor(record, query) is { } key)
            {
                table.At(key, slots?.StartOf(record.StartedAt) ?? default).Add(record);
            }
        }

        return table;
    }
}
