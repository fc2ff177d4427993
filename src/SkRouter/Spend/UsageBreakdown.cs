namespace SkRouter.Spend;

/// <summary>
/// The counts that few answers have. They stand apart so that a plain usage, which every round trip keeps several of, is a third
/// of the size.
/// </summary>
internal sealed class UsageBreakdown : IEquatable<UsageBreakdown>
{
    private readonly long[] _counts = new long[UsageUnits.Count];

    public long this[UsageUnit unit] => _counts[(int)unit];

    /// <summary>These counts with another one; null where nothing but zeros would be left.</summary>
    public static UsageBreakdown? With(UsageBreakdown? counts, UsageUnit unit, long count)
    {
        if (count == (counts?[unit] ?? 0))
        {
            return counts;
        }

        var copy = new UsageBreakdown();
        counts?._counts.CopyTo(copy._counts, 0);
        copy._counts[(int)unit] = count;
        return copy._counts.AsSpan().ContainsAnyExcept(0) ? copy : null;
    }

    /// <summary>All counts that have no place of their own; null if they are all zero.</summary>
    public static UsageBreakdown? Of(ReadOnlySpan<long> counts, ReadOnlySpan<UsageUnit> elsewhere)
    {
        UsageBreakdown? breakdown = null;
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] != 0 && !elsewhere.Contains((UsageUnit)i))
            {
                (breakdown ??= new())._counts[i] = counts[i];
            }
        }

        return breakdown;
    }

    public bool Equals(UsageBreakdown? other) =>
        other is not null && _counts.AsSpan().SequenceEqual(other._counts);

    public override bool Equals(object? obj) => Equals(obj as UsageBreakdown);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var count in _counts)
        {
            hash.Add(count);
        }

        return hash.ToHashCode();
    }
}
